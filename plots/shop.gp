# SPDX-License-Identifier: GPL-3.0-or-later
# The shop's strategies beside two of the generals': failure, and what is still unsettled at the end,
# against attempts.

# Of the same histories or trials no more may fail than are unsettled.
open_rate(row) = known(column('exact_unsettled'), column('unsettled'))
is_safe = "column('series') > 4"
stats data using (@is_safe ? column('exact') > 0 || column('seen') >= 20 : 0) name 'often' nooutput
stats data using (@is_safe ? middle(0) : 0) name 'wrong' nooutput
stats data using (@is_safe ? column('exact') == column('exact') : 1) name 'sure' nooutput
stats data using (@is_safe && middle(0) > open_rate(0) * (1 + 1e-9)) name 'final' nooutput
claim = often_max > 0 && final_max == 0 ? 'No failure of refund or reconcile is final: each is among the unsettled' \
  : wrong_max > 0 ? 'How often the shop fails, and what it leaves unsettled' \
  : sure_min == 1 ? 'Neither refund nor reconcile ever fails' \
  : 'No failure of refund or reconcile was seen in '.trials_text.' trials'
measured = sprintf('Loss %g both ways, memoryless; at most 3 cancels or queries; ', at_loss).how
eval find_unseen
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  if_unseen('▽: none seen, drawn at the upper end of the interval'))

columns = 'failure unsettled'
captions = '"the end is wrong when time is up" "no answer to a cancel or a query: it can be sent again"'
from = '1 5'                            # what has this column
left(panel) = 0.095 + 0.485 * (panel - 1)

# Larger, open markers, in which those of another strategy show: two pairs always fail alike.
set linetype 1 linecolor rgb '#404040' pointtype 6
set linetype 2 linecolor rgb '#56B4E9' pointtype 7
set linetype 3 linecolor rgb '#404040' pointtype 4
set linetype 4 linecolor rgb '#D55E00' pointtype 5
set linetype 5 linecolor rgb '#009E73' pointtype 9
set linetype 6 linecolor rgb '#CC79A7' pointtype 12
size(i) = open_size * (i == 1 || i == 3 ? 1.3 : i == 6 ? 1.2 : 0.65)

x_column = 'attempts'
eval x_axis
low(panel) = panel == 1 ? 'low' : 'unsettled_low'
high(panel) = panel == 1 ? 'high' : 'unsettled_high'
seen(panel) = panel == 1 ? 'seen' : 'unsettled_seen'
rate(panel) = panel == 1 ? 'failure' : 'unsettled'
exactly(panel) = panel == 1 ? 'exact' : 'exact_unsettled'
eval find('bottom', "power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')")
eval find('top', "power(has_sampled ? 'high' : 'exact')")
array is_empty[2]
do for [panel = 1 : 2] {
  eval find('drawn', "power(has_sampled ? high(panel) : exactly(panel))")
  is_empty[panel] = !exists('drawn_max')
}
eval y_powers
set xlabel 'attempts,'.space.'{/:Italic n}'
set tmargin at screen 0.68
set bmargin at screen 0.14
key_title = ''
key_width(i) = 0.16
key_at(i) = 0.5 + key_step * (i - series / 2.0)

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = 1 : 2] {
    first = int(word(from, panel))
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.4
    set ylabel panel == 1 ? 'probability' : ''
    set label 4 '{/:Bold '.word(columns, panel).'}' at graph 0.5, 1.11 center
    set label 5 word(captions, panel) at graph 0.5, 1.045 center font small_font
    if (is_empty[panel]) { eval certainly_0 }
    plot for [i = first : series] data using (only(i, has_sampled ? column(across) : hidden)) \
        :(sampled(low(panel))):(sampled(high(panel))) with filledcurves linetype i notitle, \
      for [i = first : series] data using (exact_x(i)):(exact(exactly(panel))) \
        with lines linetype i dashtype 2 notitle, \
      for [i = first : series] data using (marked_x(i)):(exact(exactly(panel))) \
        with points linetype i pointsize size(i) notitle, \
      for [i = first : series] data using (only(i, column(seen(panel)) > 0 ? column(across) : hidden)) \
        :(sampled(rate(panel))) with points linetype i pointsize size(i) notitle, \
      for [i = first : series] data using (only(i, !has_sampled || column(seen(panel)) > 0 ? hidden : column(across))) \
        :(sampled(high(panel))) with points linetype i pointtype down_triangle pointsize open_size notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
