"""Measurements: what recording everything costs, and what a sync with nothing to do asks for."""
