"""Pages of the reports app, cut by noun: editions of reports, summaries, public pages."""
