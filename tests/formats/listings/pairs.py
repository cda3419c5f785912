"""Titles and openings of abstracts in many styles; every paper here is invented."""

from __future__ import annotations

PAIRS: list[tuple[str, str]] = [
    (
        "Harbor: A Compact Planner for Tidal Energy Grids",
        "We present Harbor, a planner that schedules turbines from weather forecasts. It runs on a laptop.",
    ),
    (
        "Learning to listen before speaking in group conversations",
        "Spoken assistants interrupt people more often than they notice. We study when silence is the better answer.",
    ),
    (
        "Do Small Models Dream of Large Corpora?",
        "Small models are cheap to train and hard to trust. This paper asks what they keep from their corpora.",
    ),
    (
        "Slow Down! Careful Decoding for Legal Text",
        "Legal documents punish a single wrong word. We propose a decoder that hesitates where clauses meet.",
    ),
    (
        "A Survey on Synthetic Weather",
        "In recent years, generated weather has become a tool of insurers. This survey sorts one hundred works.",
    ),
    (
        "Graph Pruning with a Memory of Neighbours",
        "Neighbours in a graph carry most of its signal. However, storing them is costly.",
    ),
    (
        "Sparse Attention for Streaming Translation",
        "Translation in a stream must begin before the sentence ends. We describe attention that waits only where needed.",
    ),
    (
        "KiteNet: Wind-Aware Drone Control with Spiking Transformers",
        "Transformers have been slow to reach the sky. We show a controller of twelve kilobytes.",
    ),
    (
        "On the Limits of Counting in Vision Models",
        "Current vision models miscount beyond seven objects, whatever their size. We trace the fault to pooling.",
    ),
    (
        "Quilt: patching instruction data without retraining",
        "Instruction data ages quickly, and retraining is dear. Quilt replaces stale examples by local edits.",
    ),
    (
        "Federated Tuning in Rural Clinics",
        "Despite growing interest in shared models, clinics with slow lines are left out. We report a trial in nine villages.",
    ),
    (
        "Bridging Sign and Speech through Shared Rhythm Tokens",
        "Sign languages are rarely modelled beside speech. This work introduces tokens of rhythm that both share.",
    ),
    (
        "MiniPress Technical Report",
        "This report describes MiniPress, a model of two billion parameters for newspapers.",
    ),
    (
        "Towards Honest Summaries of Meetings",
        "Meeting summaries tend to please their readers. To measure this, we collect 412 meetings and ask who was left out.",
    ),
    (
        "When Retrieval Hurts: Noise, Length and the Price of Context",
        "Retrieval-augmented models are said to be safer. We find three settings in which they are not.",
    ),
    (
        "Audio Inpainting from Room Geometry",
        "Recovering lost audio is an ill-posed problem. Given the shape of a room, it becomes a smaller one.",
    ),
    (
        "LATTICE: Layered Token Caching for Edge Devices",
        "Large Language Models (LLMs) rarely fit on the devices where they are wanted. LATTICE keeps what is asked twice.",
    ),
    (
        "Efficient Search over Molecule Strings",
        "Although molecule strings are short, the space that they span is not. Our method visits a thousandth of it.",
    ),
    (
        "ORCHID 2.0: Open Robot Control with Human Instruction Data",
        "Robots that follow instructions need examples that nobody writes down. ORCHID 2.0 is a set of 40,000 of them.",
    ),
    (
        "Measuring drift in bilingual word lists of the Baltic",
        "Word lists drift as dictionaries are copied. Here, we measure the drift over eleven editions.",
    ),
    (
        "What Is Left After Quantization?",
        "Quantization removes bits, and with them habits. What remains has not been described.",
    ),
    (
        "Balanced Batches Are Not Enough",
        "It is widely held that balanced batches cure skewed data. Our experiments on six corpora disagree.",
    ),
    (
        "Speech Enhancement via Phase-Aware Diffusion",
        "Diffusion models (DMs) clean speech well but slowly. We keep the phase and drop nine steps of ten.",
    ),
    (
        "Tuning Prompts for Tables",
        "Tables confuse models that read from left to right. We present prompts that follow columns.",
    ),
]

# Known to fail: nothing general tells these apart from a title that goes on.
HARD: list[tuple[str, str]] = [
    ("Retrieval for Programs", "Contrastive Code Search aligns questions with functions. It needs many pairs."),
]
