# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack in bursts: failure against how long they last, for messengers at once and apart.

apart(i) = word(spacings, i) eq '0' ? 'all at once' : word(spacings, i) eq '1' ? 'one every round' \
  : 'one every '.word(spacings, i).' rounds'
spacings = labels
short = series > 3                      # no room for so many in words
labels = ''
do for [i = 1 : series] { labels = labels.'"'.(short ? word(spacings, i) : apart(i)).'" ' }

x_column = 'channel.length'
across = x_column
stats data using (column(across)) name 'x' nooutput

# All at once fail as often as one, whose failure is the loss rate: does the last curve stay below it,
# everywhere or in the longest bursts? It may not: a burst can come back as often as the messengers.
unsure(i) = only(i, high_end(0))
stats data using (unsure(series)) name 'last' nooutput
stats data using (column(across) == x_max ? unsure(series) : NaN) name 'longest' nooutput
at_once = word(spacings, 1) eq '0'
pays = at_once && exists('last_max') ? last_max < at_loss : 0
pays_if_long = at_once && exists('longest_max') ? longest_max < at_loss : 0

# Do the curves from the first to this one fail with the loss rate, and could they be better by less
# than half of what waiting gains?
by_loss(i, best) = sprintf("stats data using (column('series') <= %d ? far_low(0) > at_loss + 1e-9 ", i) \
  .sprintf("|| far_high(0) < at_loss - 1e-9 || (at_loss - low_end(0)) > (at_loss - %.17g) / 2 : 0) ", best) \
  ."name 'other' nooutput; nothing = other_max == 0"
eval by_loss(at_messengers == 1 ? series : 1, at_messengers == 1 ? 0.5 * at_loss \
  : pays ? last_max : pays_if_long ? longest_max : at_loss - 1e-9)
single = at_messengers == 1 && nothing && at_loss > 0 && at_loss < 1
pays = pays && nothing
pays_if_long = pays_if_long && nothing
claim = single ? 'Bursts are no worse for a single messenger' \
  : at_messengers == 1 ? 'How bursts thwart a single messenger' \
  : pays ? 'Many messengers sent into one burst buy nothing; waiting does' \
  : pays_if_long ? 'Many messengers sent into one long burst buy nothing; waiting does' \
  : 'How bursts thwart messengers that follow each other'
measured = sprintf('Always attack with %d messenger%s, long-run loss %g, a burst captures all; ', \
  at_messengers, at_messengers == 1 ? '' : 's', at_loss).how
eval find_unseen
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  if_unseen('▽: no failure seen, drawn at the upper end of the interval'))

set logscale x 2
set xrange [x_min / 1.1 : x_max * 1.1]
set xtics (1)
do for [k = -1 : 20] { set xtics add (sprintf('%g', 2.0 ** k) 2.0 ** k) }
independent = at_loss ** at_messengers
eval find('bottom', "power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')")
eval find('top', "power(has_sampled ? 'high' : 'exact')")
# With room below the dotted line for what it is: in long bursts curves are above.
if (exists('top_max') && independent > 0) { bottom_min = smaller(bottom_min, log10(independent) - 0.25) }
eval y_powers
set xlabel 'mean length of a burst, in rounds'
set ylabel 'probability of failure'
key_title = short ? 'rounds between messengers' : 'messengers leave'
key_width(i) = (short ? 0.04 : 0.055) + 0.0085 * strlen(word(labels, i))
if (independent > 0) {
  set arrow 1 from graph 0, first independent to graph 1, first independent nohead back \
    linecolor rgb '#404040' dashtype 3
  set label 4 'each captured on its own:'.space.'{/:Italic p^n}' at graph 0.99, first independent \
    right offset 0, -0.7 textcolor rgb '#404040'
}

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i)):(exact('exact')) with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i)):(sampled('failure')) with points linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i)) \
      :(sampled('high')) with points linetype i pointtype down_triangle pointsize open_size notitle
  unset output
}
