# SPDX-License-Identifier: GPL-3.0-or-later
# bounded-retransmission: how often the sender gives up, and does not know, against retries.

measured = sprintf('Bounded retransmission, loss %g both ways, memoryless; ', at_loss).how
if (has_sampled) {
  stats data using (smaller(column('not_reported_seen'), column('uncertain_seen'))) name 'seen' nooutput
  has_unseen = seen_min == 0
}
legend = together(together(dashed, if_sampled('Bands: intervals').if_unseen('; ▽: none seen')), \
  'Lines: 1 − (1 − {/:Italic g})^{/:Italic N} and (1 − {/:Italic g})^{{/:Italic N}−1}{/:Italic g}, ' \
  .'with {/:Italic g} = (1 − (1 − {/:Italic p})^2)^{MAX+1}')

columns = 'not_reported uncertain'
titles = '"gave up" "does not know"'
captions = '"the file is not reported as delivered" "gave up on the last chunk, which may have arrived"'
left(panel) = 0.095 + 0.485 * (panel - 1)
g(retries) = (1 - (1 - at_loss) ** 2) ** (retries + 1)
chunks(i) = number_of(word(labels, i))
formula(panel, i, retries) = panel == 1 ? 1 - (1 - g(retries)) ** chunks(i) \
  : (1 - g(retries)) ** (chunks(i) - 1) * g(retries)

x_column = 'retries'
eval x_axis
has_any(what) = column(what.'_seen') > 0

# Was the sender ever, and with any number of repeats, left not knowing? An exact 0 may be a number that is
# too small.
row_uncertain(i) = known(column('exact_uncertain'), column('uncertain'))
is_uncertain(i) = row_uncertain(0) > 0 || formula(2, i, column(across)) < 1e-300
eval find('known', "row_uncertain(0) > 0 ? column(across) : NaN")
always = at_loss > 0 && at_loss < 1
do for [i = 1 : series] {
  stats data using (column('series') == i ? is_uncertain(i) : 1) name 'every' nooutput
  always = always && every_min == 1
}
claim = always ? 'However often a frame is repeated, the sender may end up not knowing' \
  : exists('known_max') \
    ? sprintf('Even with %d repeat', known_max).(known_max == 1 ? '' : 's').' of a frame, the sender may end up not knowing' \
  : 'How often the sender of a file gives up'

do for [what in columns] {              # the axis is of both
  eval find(what, "power(has_sampled ? what.(has_any(what) ? '_low' : '_high') : 'exact_'.what)")
}
bottom_min = smaller(exists('not_reported_min') ? not_reported_min : -1, exists('uncertain_min') ? uncertain_min : -1)
top_max = larger(exists('not_reported_max') ? not_reported_max : -1, exists('uncertain_max') ? uncertain_max : -1)
eval y_powers
set xlabel 'repeats of a frame, at most MAX'
set tmargin at screen 0.68
set bmargin at screen 0.14
key_title = 'chunks'.space.'{/:Italic N}'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = 1 : 2] {
    what = word(columns, panel)
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.4
    set ylabel panel == 1 ? 'probability' : ''
    set label 4 '{/:Bold '.word(titles, panel).'}' at graph 0.5, 1.11 center
    set label 5 word(captions, panel) at graph 0.5, 1.045 center font small_font
    if (!exists(what.'_max')) { eval certainly_0 }
    plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
        :(sampled(what.'_low')):(sampled(what.'_high')) with filledcurves linetype i notitle, \
      for [i = 1 : series] data using (only(i, column(across))):(formula(panel, i, column(across))) \
        with lines linetype i linewidth 0.7 notitle, \
      for [i = 1 : series] data using (exact_x(i)):(exact('exact_'.what)) \
        with lines linetype i dashtype 2 notitle, \
      for [i = 1 : series] data using (marked_x(i)):(exact('exact_'.what)) with points linetype i notitle, \
      for [i = 1 : series] data using (only(i, has_sampled && has_any(what) ? column(across) : hidden)) \
        :(sampled(what)) with points linetype i notitle, \
      for [i = 1 : series] data using (only(i, !has_sampled || has_any(what) ? hidden : column(across))) \
        :(sampled(what.'_high')) with points linetype i pointtype down_triangle pointsize open_size notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
