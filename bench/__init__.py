"""The figures Sorot holds itself to, each measured as a ratio inside one run.

``python -m bench`` prints them beside what is to be held and what is aimed at. A ratio of two
things done in turn says the same on a slow machine and on a busy one; seconds do not.
"""
