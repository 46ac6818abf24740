package org.conclave.ui.internal.trust;

import java.awt.Rectangle;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.ui.internal.carry.Handover;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Dot;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.look.QrPicture;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;
import org.jspecify.annotations.Nullable;

/**
 * Compares a safety number with somebody: read aloud, or by the QR picture of the other side. When
 * the codes are the same, or the person says that the digits are, the member is marked.
 */
public final class VerifySheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final int PICTURE = 200;
  private static final int MARK = 20;

  private final transient Desk desk;
  private final transient UserId user;
  private final String name;
  private final DigitGroups digits;
  private final JLabel picture = new JLabel("", SwingConstants.CENTER);
  private final JTextArea state;
  private final JLabel stateMark = new JLabel();
  private final Entry<JTextArea> theirs;
  private final JTextArea result = Parts.prose("", "good");
  private final JButton mark;
  private transient @Nullable SafetyNumber number;
  private boolean verified;

  public VerifySheet(Desk desk, Sheets sheets, UserId user, String name) {
    super("sheet.verify", desk.say("verify.title", name), desk.say("close"), sheets);
    this.desk = desk;
    this.user = user;
    this.name = name;
    digits = new DigitGroups(desk.say("verify.number"));
    state = Parts.prose(desk.say("verify.loading"));
    state.setName("verify.state");
    picture.setName("verify.picture");
    picture.getAccessibleContext().setAccessibleName(desk.say("verify.picture"));
    JTextArea field = new JTextArea(2, 0);
    field.setLineWrap(true);
    theirs = new Entry<>("verify.theirs", desk.say("verify.theirs"), field, new JScrollPane(field));
    result.setName("verify.result");
    result.setVisible(false);
    Column column = new Column("0 0 0 0", 16, 0);
    column.add(Parts.prose(desk.say("verify.about", name)), "wmin 0");
    column.add(stateLine(), "wmin 0");
    column.add(digits);
    column.add(picture);
    column.add(theirs, "wmin 0");
    column.add(
        Parts.button(
            "verify.open",
            desk.say("verify.open"),
            event ->
                FileSheet.open(
                    desk,
                    sheets,
                    desk.say("verify.theirs"),
                    path -> take(new Handover.Handed.OfFile(path)))),
        "grow 0");
    column.add(result, "wmin 0");
    add(Parts.scroll(column), "wmin 0, hmin 0");
    Handover.on(field, this::take);
    Handover.on(this, this::take);
    Changes.of(field, this::compare);
    mark = Parts.button("verify.mark", desk.say("verify.set"), event -> set(!verified));
    mark.setEnabled(false);
    // Enter closes: nobody is to be marked by a key that was pressed out of habit.
    JButton close = Parts.primary("verify.close", desk.say("done"), event -> sheets.putAway());
    finish(mark, close);
    focusFirst(close);
    load();
  }

  private JPanel stateLine() {
    JPanel line =
        Parts.clear(
            new JPanel(new MigLayout("insets 0, gap 8 0, hidemode 3", "[][grow, fill, 0:0:]")));
    stateMark.setIcon(new Dot("muted"));
    line.add(stateMark, "cell 0 0");
    line.add(state, "cell 1 0, wmin 0");
    return line;
  }

  private void load() {
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Organisation.class).safetyNumber(user),
            this::show,
            this::failed);
  }

  private void show(SafetyNumber found) {
    number = found;
    digits.show(found.digits());
    int modules = QrPicture.of(found.code(), PICTURE).modules();
    picture.setIcon(QrPicture.of(found.code(), Math.max(1, PICTURE / modules) * modules));
    showState(found.verified());
    mark.setEnabled(true);
    compare();
  }

  private void failed(Exception failure) {
    state.setText(Failures.say(desk.text(), failure));
    revalidate();
  }

  private void showState(boolean isVerified) {
    verified = isVerified;
    stateMark.setIcon(isVerified ? Glyph.VERIFIED.icon(MARK, "good") : new Dot("muted"));
    state.setText(desk.say(isVerified ? "verify.is" : "verify.not", name));
    mark.setText(desk.say(isVerified ? "verify.unset" : "verify.set"));
    revalidate();
    repaint();
  }

  private void set(boolean to) {
    mark.setEnabled(false);
    desk.background()
        .run(
            Lane.READ,
            () -> {
              Organisation organisation = desk.services().require(Organisation.class);
              desk.verifications().set(organisation, user, to);
              return to;
            },
            done -> {
              mark.setEnabled(true);
              showState(done);
              desk.refresh().run();
            },
            failure -> {
              mark.setEnabled(true);
              failed(failure);
            });
  }

  private void take(Handover.Handed handed) {
    theirs.accept();
    desk.background()
        .run(
            Lane.READ,
            handed::text,
            text -> theirs.field().setText(text),
            failure -> theirs.refuse(Failures.say(desk.text(), failure)));
  }

  private void compare() {
    theirs.accept();
    SafetyNumber own = number;
    String code = theirs.field().getText();
    result.setVisible(false);
    mark.setEnabled(own != null);
    if (own == null || code.isBlank()) {
      revalidate();
      return;
    }
    Comparison comparison = Comparison.of(own.code(), code);
    result.setText(desk.say("verify.result." + comparison, name));
    // What the codes disprove, a button must not assert.
    mark.setEnabled(comparison != Comparison.DIFFERENT);
    Parts.proseInk(result, comparison == Comparison.SAME ? "good" : "danger");
    result.setVisible(true);
    revalidate();
    SwingUtilities.invokeLater(() -> result.scrollRectToVisible(new Rectangle(result.getSize())));
    if (comparison == Comparison.SAME && !verified) {
      set(true);
    } else if (comparison == Comparison.DIFFERENT && verified) {
      set(false);
    }
  }
}
