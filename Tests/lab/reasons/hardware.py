"""Software, but not hardware: the flag, the card, and its refusals."""

from case import Case, Flow, forward, table
from network import CARD, PORT

ADD = "ct state established flow add @f"
REFUSE = "/sys/module/hwoffload/parameters/refuse"
REBUILD = """
nft delete table inet filter
nft -f - <<'RULES'
table inet filter {
  flowtable f { hook ingress priority 0; devices = { hwlan0, hwwan0 }; counter; flags offload; }
  chain forward { type filter hook forward priority 0
    ct state established flow add @f
  }
}
RULES
"""


def on(flags=""):
    return table(forward(ADD), flowtable="flowtable f { hook ingress priority 0;"
                 f" devices = {{ hwlan0, hwwan0 }}; counter; {flags} }}")


def through(lane, reason, **options):
    return Flow(lane, reason, src=PORT, host=CARD, **options)


CASES = [
    Case("a card that takes it", on("flags offload;"),
         [through("hardware", None), through("hardware", None, kind="udp", port=443)]),
    Case("a flowtable without flags offload", on(),
         [through("software", "no-hardware-flag", mended="hardware")], mend=REBUILD, obey=False),
    Case("a card that refuses", on("flags offload;"),
         [through("software", ("hardware-refused", "hardware-pending"), mended="hardware")],
         before=f"echo 1 > {REFUSE}", after=f"echo 0 > {REFUSE}", mend=f"echo 0 > {REFUSE}"),
    Case("two flowtables of a card, one in software",
         on("flags offload;").replace(ADD, "tcp dport 443 " + ADD) + """
           table inet second {
             flowtable s { hook ingress priority 5; devices = { hwlan0, hwwan0 }; counter; }
             chain forward { type filter hook forward priority 5
               tcp dport 80 ct state established flow add @s
             }
           }""",
         [through("hardware", None, port=443), through("software", "no-hardware-flag"),
          through("slow", "no-rule", port=22)]),
]
