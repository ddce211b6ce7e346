#!/usr/bin/env python
"""Django's own door; `./portal manage` opens it with the services running."""

import os
import sys
from importlib import import_module

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bnn_portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as error:
        # A sentence for the operator about a line to set: a traceback would only hide it.
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
