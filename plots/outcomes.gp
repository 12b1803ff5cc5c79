# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack and await-reply, one messenger each way: how the battle ends, at every loss rate.

claim = 'A lost messenger can cost an army; a general can only choose which'
measured = 'One messenger each way over a '.channel_text.' channel, equal losses both ways; ' \
  .(has_sampled ? trials_text.space.'trials per loss rate' : how)
legend = has_sampled ? together(dashed, 'Areas: shares of the trials') : 'Dashed: exact, as the areas are'

titles = '"always attack" "attack on a reply"'
cells = 'both second_only first_only neither'         # from the bottom to the top
texts = '"city captured" "army 2 defeated" "army 1 defeated" "nothing happens"'
colours = '#56B4E9 #E69F00 #D55E00 #CCCCCC'

share_of = has_sampled ? 'share of trials' : 'probability'
share(c) = column((has_sampled ? '' : 'exact_').word(cells, c))
upto(c) = c == 0 ? 0 : sum [j = 1 : c] share(j)
exact_upto(c) = sum [j = 1 : c] exact('exact_'.word(cells, j))
array is_edge[3]                        # is there anything above this cell?
left(panel) = 0.09 + 0.49 * (panel - 1)

stats data using (column('loss')) name 'x' nooutput
set xtics autofreq
set ytics 0.2
set xlabel loss_key
set bmargin at screen 0.14
set tmargin at screen 0.75
unset grid

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  set multiplot
  do for [panel = 1 : 2] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.38
    set title '{/:Bold '.word(titles, panel).'}'
    set ylabel panel == 1 ? share_of : ''
    set xrange [*:*] # stats leaves out what is beyond
    set yrange [*:*]
    # The name of a cell stands at the centre of its area, if there is one.
    do for [c = 1 : 4] {
      stats data using (only(panel, share(c))):(only(panel, share(c) * column('loss'))) name 'a' nooutput
      stats data using (only(panel, share(c) * (upto(c - 1) + upto(c)) / 2)) name 'b' nooutput
      if (a_max_x > 0.1) {
        set label 10 + c word(texts, c) at a_sum_y / a_sum_x, b_sum / a_sum_x center front \
          rotate by (panel == 2 && c == 2 ? -45 : 0)
      }
    }
    do for [c = 1 : 3] {
      stats data using (only(panel, exact_upto(c))) name 'a' nooutput
      is_edge[c] = a_min < 1 - 1e-9
    }
    set xrange [x_min : x_max]
    set yrange [0 : 1]
    plot for [c = 1 : 4] data using (only(panel, column('loss'))):(upto(c - 1)):(upto(c)) \
        with filledcurves fillcolor rgb word(colours, c) fillstyle solid 1 noborder notitle, \
      for [c = 1 : 3] data using (only(panel, is_edge[c] ? column('loss') : hidden)):(exact_upto(c)) \
        with lines linecolor rgb '#202020' dashtype 2 notitle
    unset label
  }
  unset multiplot
  unset output
}
