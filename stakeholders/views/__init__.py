"""Pages and actions, cut by noun: sign-in, invitations, accounts, institutions."""
