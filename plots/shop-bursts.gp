# SPDX-License-Identifier: GPL-3.0-or-later
# refund in bursts: failure, and what is still unsettled at the end, against attempts, for several
# spacings.

columns = 'failure unsettled'
captions = '"the end is wrong when time is up" "no answer to a cancel: it can be sent again"'
left(panel) = 0.095 + 0.485 * (panel - 1)
low(panel) = panel == 1 ? 'low' : 'unsettled_low'
high(panel) = panel == 1 ? 'high' : 'unsettled_high'
seen(panel) = panel == 1 ? 'seen' : 'unsettled_seen'
rate(panel) = panel == 1 ? 'failure' : 'unsettled'
exactly(panel) = panel == 1 ? 'exact' : 'exact_unsettled'

x_column = 'attempts'
eval x_axis

# The longest spacing against the shortest, with most attempts: exact, or with intervals apart.
at_end(i, name, end) = only(i, column('attempts') == x_max ? known(column(name), column(end)) : NaN)
pays = 1
do for [panel = 1 : 2] {
  stats data using (at_end(1, exactly(panel), low(panel))) name 'first' nooutput
  stats data using (at_end(series, exactly(panel), high(panel))) name 'last' nooutput
  pays = pays && exists('first_max') && exists('last_max') ? first_max > last_max : 0
}
claim = pays ? 'In bursts, a shop ends wrong less often if it waits between attempts' \
  : 'How a shop that can refund fares in bursts'
measured = sprintf('Refund, at most %d cancels; loss %g; bursts of %g rounds that capture %g; ', \
  at_queries, at_loss, at_channel_length, at_channel_capture).(has_sampled ? trials_text.space.'trials per point' : how)
eval find_unseen
if (has_sampled) {                      # whoever fails is among the unsettled
  stats data using (column('unsettled_seen')) name 'open' nooutput
  has_unseen = has_unseen || open_min == 0
}
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  if_unseen('▽: none seen, drawn at the upper end of the interval'))

# The axis is of both, and failure is the rarer of the two.
eval find('bottom', "power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')")
eval find('top', "power(has_sampled ? 'unsettled_high' : 'exact_unsettled')")
if (!exists('bottom_min') && exists('top_min')) { bottom_min = top_min }
all_settled = !exists('top_max')
stats data using (has_exact ? column('exact') : 1) name 'exact' nooutput
never = exists('exact_max') ? exact_max == 0 : 0 # which no axis of powers shows
eval y_powers
set xlabel 'attempts,'.space.'{/:Italic n}'
set tmargin at screen 0.68
set bmargin at screen 0.14
key_title = 'rounds between attempts'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = 1 : 2] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.4
    set ylabel panel == 1 ? 'probability' : ''
    set label 4 '{/:Bold '.word(columns, panel).'}' at graph 0.5, 1.11 center
    set label 5 word(captions, panel) at graph 0.5, 1.045 center font small_font
    if (panel == 1 ? never : all_settled) { eval certainly_0 }
    plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
        :(sampled(low(panel))):(sampled(high(panel))) with filledcurves linetype i notitle, \
      for [i = 1 : series] data using (exact_x(i)):(exact(exactly(panel))) \
        with lines linetype i dashtype 2 notitle, \
      for [i = 1 : series] data using (marked_x(i)):(exact(exactly(panel))) with points linetype i notitle, \
      for [i = 1 : series] data using (only(i, column(seen(panel)) > 0 ? column(across) : hidden)) \
        :(sampled(rate(panel))) with points linetype i notitle, \
      for [i = 1 : series] data using (only(i, !has_sampled || column(seen(panel)) > 0 ? hidden : column(across))) \
        :(sampled(high(panel))) with points linetype i pointtype down_triangle pointsize open_size notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
