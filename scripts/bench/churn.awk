# SPDX-License-Identifier: MIT
#
# Customers of whom it is known who has left, of 50 columns beside that: 40 numbers, skewed or not,
# some of them missing, and 10 of words. Who leaves depends on a few of them, bent and together.
#
#   mawk -v rows=N -f churn.awk
BEGIN {
  srand(1)
  OFS = "\t"
  line = "customer_id"
  for (i = 1; i <= 40; i++)
    line = line OFS "number_" i
  for (i = 1; i <= 10; i++)
    line = line OFS "word_" i
  print line, "left"
  for (n = 1; n <= rows; n++) {
    line = "C" n
    score = -2
    mood = rand() + rand() + rand() - 1.5
    for (i = 1; i <= 40; i++) {
      x = rand() + rand() + rand() - 1.5
      if (i % 4 == 0)
        x = x / 2 + mood
      if (i % 3 == 0)
        x = exp(1.5 * x)
      if (i <= 12)
        score += (i % 2 ? 0.5 : -0.4) * (i % 5 == 0 && x < 0 ? 0 : x)
      if (i == 7 && x > 0.5)
        score += 0.8 * mood
      line = line OFS (i % 10 == 9 && rand() < 0.1 ? "" : sprintf("%.4f", x))
    }
    for (i = 1; i <= 10; i++) {
      word = int(rand() * rand() * (2 + i))
      if (i <= 3)
        score += 0.3 * (word == 1) - 0.5 * (word == 2)
      line = line OFS "w" word
    }
    print line, rand() < 1 / (1 + exp(-score)) ? "yes" : "no"
  }
}
