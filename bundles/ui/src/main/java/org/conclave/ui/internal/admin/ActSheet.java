package org.conclave.ui.internal.admin;

import java.awt.Component;
import java.awt.Container;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JSpinner;
import javax.swing.JTextArea;
import javax.swing.text.JTextComponent;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;

/**
 * A sheet that ends in an administrator's act: what it is doing while it does it, and what is wrong
 * where it was refused. Putting it away before the button is pressed undoes everything.
 */
abstract class ActSheet extends Sheet {
  private static final long serialVersionUID = 1L;

  final transient Office office;

  /** What the sheet asks; scrolls where the window is low. */
  final Column form = new Column("0", 16, 0);

  private final String name;
  private final JTextArea refusal = Parts.prose("", "danger");
  private final JTextArea doing = Parts.prose("");
  private final JPanel underWay;
  private final transient List<Component> held = new ArrayList<>();

  ActSheet(Office office, String name, String title) {
    super(name, title, office.say("close"), office.sheets());
    this.office = office;
    this.name = name;
    add(new Room(form), "wmin 0, hmin 64");
    refusal.setName(name + ".refusal");
    refusal.setVisible(false);
    JProgressBar progress = new JProgressBar();
    progress.setIndeterminate(true);
    underWay = Parts.clear(new JPanel(new MigLayout("insets 0, gap 0 8, wrap 1", "[grow, fill]")));
    underWay.add(doing, "wmin 0");
    underWay.add(progress, "h 4!");
    underWay.setVisible(false);
  }

  final void prose(String key, Object... arguments) {
    form.add(Parts.prose(office.say(key, arguments)), "wmin 0");
  }

  /** Adds what is said meanwhile and the buttons, the last of which is what Enter does. */
  final void end(JButton... row) {
    add(refusal, "wmin 0");
    add(underWay, "wmin 0");
    finish(row);
  }

  /** The same for what cannot be undone: Enter does only what has the focus. */
  final void endWithCare(JButton... row) {
    end(row);
    getActionMap()
        .put(
            "confirm",
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                if (KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner()
                    instanceof AbstractButton button) {
                  button.doClick(0);
                }
              }
            });
  }

  final JButton cancel() {
    return Parts.button(name + ".cancel", office.say("cancel"), event -> office.sheets().putAway());
  }

  /** Does {@code work} off the event thread; a refusal is said on the sheet. */
  final <T> void act(String says, Callable<T> work, Consumer<T> then) {
    act(says, work, then, this::refuse);
  }

  /**
   * @param refused says it beside the field that it is about
   */
  final <T> void act(String says, Callable<T> work, Consumer<T> then, Consumer<String> refused) {
    actOrElse(says, work, then, failure -> refused.accept(say(failure)));
  }

  final <T> void actOrElse(
      String says, Callable<T> work, Consumer<T> then, Consumer<Exception> failed) {
    refusal.setVisible(false);
    doing.setText(says);
    underWay.setVisible(true);
    hold(this);
    revalidate();
    office
        .desk()
        .background()
        .run(
            Lane.SLOW,
            work,
            result -> {
              letGo();
              office.desk().refresh().run();
              then.accept(result);
            },
            failure -> {
              letGo();
              if (office.sheets().isShowing(this)) {
                failed.accept(failure);
              } else {
                office.tell().accept(say(failure));
              }
            });
  }

  final String say(Exception failure) {
    return Failures.say(office.desk().text(), failure);
  }

  final void refuse(String what) {
    refusal.setText(what);
    refusal.setVisible(true);
    revalidate();
  }

  /** Says on the page what was done, and goes. */
  final void done(String says) {
    office.tell().accept(says);
    if (office.sheets().isShowing(this)) {
      office.sheets().putAllAway();
    }
  }

  /** Scrolls only where the window is too low: what comes into the form makes the sheet higher. */
  private static final class Room extends JScrollPane {
    private static final long serialVersionUID = 1L;

    Room(Column form) {
      super(form, VERTICAL_SCROLLBAR_AS_NEEDED, HORIZONTAL_SCROLLBAR_NEVER);
      setBorder(BorderFactory.createEmptyBorder());
      setOpaque(false);
      getViewport().setOpaque(false);
      getVerticalScrollBar().setUnitIncrement(Look.GRID * 3);
    }

    @Override
    public boolean isValidateRoot() {
      return false;
    }
  }

  private void hold(Container parent) {
    for (Component child : parent.getComponents()) {
      if (child.isEnabled()
          && (child instanceof AbstractButton
              || child instanceof JTextComponent text && text.isEditable()
              || child instanceof JComboBox<?>
              || child instanceof JSpinner)) {
        child.setEnabled(false);
        held.add(child);
      } else if (child instanceof Container inner) {
        hold(inner);
      }
    }
  }

  private void letGo() {
    underWay.setVisible(false);
    held.forEach(component -> component.setEnabled(true));
    held.clear();
    revalidate();
  }
}
