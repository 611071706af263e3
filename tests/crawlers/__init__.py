"""Tests of the crawler, over real HTTP at loopback."""
