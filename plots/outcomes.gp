# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack and await-reply, one messenger each way: how the battle ends, at every loss rate.

measured = 'One messenger each way over a '.channel_text.' channel, equal losses both ways; ' \
  .(has_sampled ? trials_text.space.'trials per loss rate' : how)
# A row has sampled shares, exact ones or both; what it lacks is NaN, which is not equal to itself.
row_has(kind) = column(kind.'both') == column(kind.'both')

# Each strategy loses one army, never the other: of what was sampled, so often that the other cannot
# be as often.
row_share(name) = known(column('exact_'.name), column(name))
often(name) = column('exact_'.name) == column('exact_'.name) ? column('exact_'.name) > 0 : column(name) * column('trials') >= 40
loses(panel, army) = sprintf("stats data using (column('series') == %d ? often('%s') : 0) name 'lost' nooutput;", panel, army) \
  ."chosen = chosen && lost_max > 0"
spares(panel, army) = sprintf("stats data using (column('series') == %d ? row_share('%s') : 0) name 'lost' nooutput;", panel, army) \
  ."chosen = chosen && lost_max == 0"
chosen = 1
eval loses(1, 'first_only')
eval spares(1, 'second_only')
eval loses(2, 'second_only')
eval spares(2, 'first_only')
claim = chosen ? 'A lost messenger can cost an army; a general can only choose which' \
  : 'How the battle ends, with and without waiting for a reply'

stats data using (row_has('')) name 'sampled' nooutput
legend = !has_sampled ? 'Dashed: exact, as the areas are' : together(dashed, \
  'Areas: shares of the trials'.(sampled_min == 1 ? '' : ', exact where there are none'))

titles = '"always attack" "attack on a reply"'
cells = 'both second_only first_only neither'         # from the bottom to the top
texts = '"city captured" "army 2 defeated" "army 1 defeated" "nothing happens"'
colours = '#56B4E9 #E69F00 #D55E00 #CCCCCC'

share(c) = column((row_has('') ? '' : 'exact_').word(cells, c))
upto(c) = c == 0 ? 0 : sum [j = 1 : c] share(j)
exact_upto(c) = row_has('exact_') ? (sum [j = 1 : c] column('exact_'.word(cells, j))) : 1
array is_edge[3]                        # is there anything above this cell?
edge_x(c) = !is_edge[c] ? hidden : row_has('exact_') ? column('loss') : NaN
left(panel) = 0.09 + 0.49 * (panel - 1)

stats data using (column('loss')) name 'x' nooutput
set xtics autofreq
set ytics 0.2
set xlabel loss_key
set bmargin at screen 0.14
set tmargin at screen 0.75
unset grid

do for [format in formats] {
  eval terminal(format)
  eval heading
  set multiplot
  do for [panel = 1 : 2] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.38
    set title '{/:Bold '.word(titles, panel).'}'
    set xrange [*:*] # stats leaves out what is beyond
    set yrange [*:*]
    stats data using (only(panel, row_has(''))) name 'sampled' nooutput
    share_of = sampled_max == 1 ? 'share of trials' : 'probability'
    set ylabel panel == 1 || share_of ne share_before ? share_of : ''
    share_before = share_of
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
      for [c = 1 : 3] data using (only(panel, edge_x(c))):(exact_upto(c)) \
        with lines linecolor rgb '#202020' dashtype 2 notitle
    unset label
  }
  unset multiplot
  unset output
}
