"""How the web part runs, under `./portal run` and under systemd alike; the address is given on the command line."""

worker_class = "gthread"
workers = 2
threads = 8
# A page that takes longer than this has been given up by whoever asked; long work belongs to the worker.
timeout = 60
graceful_timeout = 10
# Leaks of any library are bounded, and the two do not go at once.
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
