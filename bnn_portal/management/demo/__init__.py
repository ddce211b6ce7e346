"""The demo: the real workshop of 6 December 2023, and an invented follow-up.

`institutions`, `workshop` and `items` are the data, `story` the words they are written in, and `pictures` draws what is
attached. `build` plays it through the services in four acts (`cast`, `event`, `plan`, `followup`) on one `stage`.

What the press release and the news of that day tell is taken as told. Everything else is invented, belongs to workshops
marked `is_sample`, and names offices, never persons.
"""
