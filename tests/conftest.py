"""Keep every test on this machine, without a proxy before loopback, and unhurried."""

import os

from hypothesis import settings

os.environ["NO_PROXY"] = "*"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["PTB_TIMEDELTA"] = "true"  # otherwise the library warns at every 429

# No example has a time limit: a busy machine is no defect.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")
