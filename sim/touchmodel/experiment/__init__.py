"""Many runs of one scenario: replications on all cores, their intervals, and how many it takes."""
