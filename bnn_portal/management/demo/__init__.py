"""The demo: the real workshop of 6 December 2023, and an invented follow-up.

`institutions`, `workshop` and `items` are the data, `story` the words they are written in, `pictures` draws what is
attached, and `build` plays it all through the services in the order of time.

What the press release and the news of that day tell is taken as told. Everything else is invented, belongs to workshops
marked `is_sample`, and names offices, never persons.
"""
