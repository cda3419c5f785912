"""Small pages in all shapes of listings; every paper in them is invented."""

from __future__ import annotations

HARBOR = (
    "We present Harbor, a planner that schedules tidal turbines from nothing but weather forecasts and the moon. "
    "A survey among 442 authors of such planners found none that runs on a laptop; Harbor does. Turbines last longer "
    "under it, and operators sleep better. The code is at https://example.org/harbor."
)
KITE = (
    "Drones in the wind waste most of their power on corrections that come too late. This study trains spiking "
    "controllers that anticipate gusts from the hum of the rotors (see http://example.org/kite_(sound)). They need "
    "twelve kilobytes and win on 7 of 9 courses."
)
QUILT = (
    "Instruction data ages quickly, and retraining a model for each correction is dear. Quilt replaces stale examples "
    "by local edits of the weights, keeps a record of each, and takes them back on demand without a trace."
)
HEADER = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyMO and the research community\n\nDec 15\n\n"

FOOTERS = (
    f"{HEADER}Harbor: A Compact Planner for Tidal Energy Grids\n\n{HARBOR}\n\n  • 22 authors\n·\nJul 5, 2021 1\n\n"
    f"KiteNet 2.0 Technical Report\n\n{KITE}\n\n"
    f"Quilt: patching instruction data without retraining\n\n{QUILT}\n\n  • 1 author\n·\nOct 22, 2020"
)
PLAIN = (
    f"{HEADER}Harbor: A Compact Planner for Tidal Energy Grids\n\n{HARBOR}\n\n"
    f"Quilt: patching instruction data without retraining\n\n{QUILT}\n"
)
RUNS = (
    f"128 Harbor: A Compact Planner for Tidal Energy Grids {HARBOR} 1,022 authors · Jul 5, 2021 13\n"
    f"- 3D KiteNet: Wind-Aware Drone Control {KITE} 1 author · Feb 29, 2024\n"
    f"1.2k Quilt: patching instruction data without retraining {QUILT} 6 authors · 2020-10-22\n"
)
UNTITLED = f"\n\n\n\nAbstract:{HARBOR}\n\n\n\n\nAbstract: {KITE}\n\n\nABSTRACT. {QUILT}"
