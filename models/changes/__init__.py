"""The one door for writes: what agencies report, what is decided, issued, administered and sent."""
