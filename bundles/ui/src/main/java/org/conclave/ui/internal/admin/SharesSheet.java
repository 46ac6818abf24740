package org.conclave.ui.internal.admin;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.work.SecretClipboard;

/** Shows shares of the recovery code, never two at once: each is for other eyes. */
final class SharesSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  private final transient List<String> shares;
  private final int threshold;
  private final JTextArea which = Parts.prose("", "accentText");
  private final JTextArea share;
  private final JTextArea said = Parts.prose("");
  private final JButton next;
  private int at;

  SharesSheet(Office office, List<String> shares, int threshold) {
    super(office, "sheet.shares", office.say("admin.shares.title"));
    this.shares = shares;
    this.threshold = threshold;
    prose("admin.shares.about", threshold);
    which.setName("shares.which");
    form.add(which, "wmin 0");
    share = Parts.prose("");
    share.setName("shares.share");
    share.setTransferHandler(null);
    share.setFocusable(true);
    share.setWrapStyleWord(false);
    share.setOpaque(true);
    share.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $monospaced.font; foreground: $Label.foreground;"
            + "background: $Conclave.list; margin: 0,0,0,0");
    share.setBorder(BorderFactory.createEmptyBorder(16, 16, 16, 16));
    form.add(share, "wmin 0");
    JPanel ways =
        Parts.clear(
            new JPanel(
                new MigLayout("insets 0, gap 8, fillx", "[grow, fill, 0:0:][grow, fill, 0:0:]")));
    ways.add(Parts.button("shares.copy", office.say("copy"), event -> copy()));
    ways.add(
        Parts.button(
            "shares.print",
            office.say("admin.print"),
            event -> office.sheets().showAbove(new PrintSheet(office, leaf()))));
    form.add(ways);
    said.setName("shares.said");
    said.setVisible(false);
    form.add(said, "wmin 0");
    next = Parts.primary("shares.next", "", event -> next());
    endWithCare(cancel(), next);
    focusFirst(next);
    show(0);
  }

  private void show(int index) {
    at = index;
    which.setText(office.say("admin.shares.which", index + 1, shares.size()));
    share.setText(shares.get(index));
    share.getAccessibleContext().setAccessibleName(which.getText());
    said.setVisible(false);
    next.setText(office.say(index + 1 < shares.size() ? "admin.shares.next" : "done"));
    revalidate();
  }

  private void next() {
    if (at + 1 < shares.size()) {
      show(at + 1);
    } else {
      done(office.say("admin.shares.done", shares.size()));
    }
  }

  private void copy() {
    office.desk().clipboard().copy(shares.get(at));
    said.setText(office.say("admin.copied.secret", SecretClipboard.SECONDS));
    said.setVisible(true);
    revalidate();
  }

  private PrintedLeaf leaf() {
    return new PrintedLeaf(
        office.say("admin.shares.which", at + 1, shares.size()),
        List.of(office.say("admin.shares.print", threshold)),
        shares.get(at),
        InvitationSheet.picture(shares.get(at)));
  }

  @Override
  protected void forget() {
    share.setText("");
  }
}
