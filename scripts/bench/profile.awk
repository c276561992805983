# SPDX-License-Identifier: MIT
#
# What of a customer profile comes naturally to awk: orders by distinct ids, the first and the last
# day of any dealing, the amount and its mean, and returns. Purchase days, gaps between them and
# the sums of the last days would take another large array and a second pass; they are left out,
# in awk's favour. Amounts are summed as whole cents, so that they are exact. The rows come out in
# no order: sort follows.
BEGIN {
  FS = OFS = "\t"
}

NR == 1 {
  for (i = 1; i <= NF; i++)
    at[$i] = i
  id = at["customer_id"]
  date = at["date"]
  order = at["order_id"]
  money = at["amount"]
  next
}

{
  customer = $id
  cents = int($money * 100 + ($money < 0 ? -0.5 : 0.5))
  if (!((customer, $order) in seen)) {
    seen[customer, $order]
    orders[customer]++
  }
  if (!(customer in first) || $date < first[customer])
    first[customer] = $date
  if ($date > last[customer])
    last[customer] = $date
  amount[customer] += cents
  if (cents < 0) {
    returns[customer]++
    returned[customer] -= cents
  }
}

END {
  for (customer in orders)
    printf "%s\t%d\t%s\t%s\t%.2f\t%.6f\t%d\t%.2f\n", customer, orders[customer], first[customer],
      last[customer], amount[customer] / 100, amount[customer] / 100 / orders[customer],
      returns[customer], returned[customer] / 100
}
