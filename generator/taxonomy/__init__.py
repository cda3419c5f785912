"""Families and topics: the tree, and the rules that give papers their labels."""
