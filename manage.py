#!/usr/bin/env python
"""Django's own door; `./portal manage` opens it with the services running."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bnn_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
