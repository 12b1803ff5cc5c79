# SPDX-License-Identifier: GPL-3.0-or-later
# oral-messages and signed-messages, with as many traitors as oral ones stand: success against loss.

claim = 'Signed orders stand losses that oral ones do not'
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
