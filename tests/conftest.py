"""Keep every test on this machine: no proxy of the environment stands before loopback."""

import os

os.environ["NO_PROXY"] = "*"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["PTB_TIMEDELTA"] = "true"  # otherwise the library warns at every 429
