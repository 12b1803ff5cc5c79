# SPDX-License-Identifier: GPL-3.0-or-later
# oral-messages and signed-messages, with as many traitors as oral ones stand: success against loss.

# Of 4 generals and of 7: is there a loss rate where signed orders hold more often, with intervals apart,
# and none where clearly they do so less often?
middle(row) = known(column('exact'), column('success'))
stats data using (column('loss')) name 'all' nooutput
array oral_high[all_records]
array oral_far[all_records]
stands = 1
do for [n = 1 : 2] {
  rows = 0
  stats data using (column('series') == n ? (rows = rows + 1, oral_high[rows] = high_end(0), oral_far[rows] = far_low(0)) : 0) \
    name 'ignored' nooutput
  oral_rows = rows
  rows = 0
  stats data using (column('series') == n + 2 ? (rows = rows + 1, low_end(0) > oral_high[rows]) : 0) name 'better' nooutput
  rows = 0
  stats data using (column('series') == n + 2 ? (rows = rows + 1, far_high(0) < oral_far[rows] - 1e-9) : 0) name 'worse' nooutput
  stands = stands && rows == oral_rows && better_max == 1 && worse_max == 0
}
claim = stands ? 'Signed orders stand losses that oral ones do not' : 'Success of oral and of signed orders against loss'
measured = 'Loyal commander, memoryless, {/:Italic n} = 3{/:Italic f} + 1; '.how
legend = together(dashed, if_sampled('Bands: intervals'))

labels = '"oral, {/:Italic n} = 4" "oral, {/:Italic n} = 7" "signed, {/:Italic n} = 4" "signed, {/:Italic n} = 7"'
key_title = ''
key_width(i) = 0.19
key_at(i) = 0.53 + key_step * (i - series / 2.0)
set linetype 1 linecolor rgb '#D55E00' pointtype 5
set linetype 2 linecolor rgb '#E69F00' pointtype 4
set linetype 3 linecolor rgb '#0072B2' pointtype 7
set linetype 4 linecolor rgb '#56B4E9' pointtype 6

across = 'loss'
stats data using (column('loss')) name 'x' nooutput
set xrange [x_min - 0.02 * (x_max - x_min) : x_max + 0.02 * (x_max - x_min)]
set yrange [-0.02 : 1.05]
set ytics 0, 0.2, 1
set xlabel loss_key
set ylabel 'probability that the loyal lieutenants obey'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column(across))):(column(has_sampled ? 'success' : 'exact')) \
      with points linetype i notitle
  unset output
}
