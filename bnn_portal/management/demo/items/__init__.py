"""The joint action plan of the demo and what each institution told of it. All of it is invented ("data contoh").

The order is that of the plan. Days before the middle of 2025 are dates; later ones are counted from the day of seeding,
so that on that day some items are late, some silent, and some wait for BNN.
"""

from bnn_portal.management.demo.items.community import COMMUNITY
from bnn_portal.management.demo.items.education import EDUCATION
from bnn_portal.management.demo.items.health import DETECTION, REHABILITATION
from bnn_portal.management.demo.items.institutional import INSTITUTIONAL
from bnn_portal.management.demo.items.outreach import OUTREACH
from bnn_portal.management.demo.items.own import OWN
from bnn_portal.management.demo.items.security import SECURITY

ITEMS = (
    *INSTITUTIONAL,
    *EDUCATION,
    *DETECTION,
    *REHABILITATION,
    *COMMUNITY,
    *OUTREACH,
    *SECURITY,
    *OWN,
)
