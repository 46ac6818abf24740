package org.conclave.ui.internal.admin;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.event.HierarchyEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.Administration;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/**
 * Everything that administrators do: the pages at the left, the chosen one beside them, folded to
 * one column where it is narrow. On the event thread.
 */
public final class AdministrationPage extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int ICON = 24;

  private final transient Desk desk;
  private final transient Office office;
  private final transient IntConsumer requests;
  private final CellList<Section> sections;
  private final CardLayout cards = new CardLayout();
  private final JPanel card = Parts.clear(new JPanel(cards));
  private final Map<Section, SectionPage> pages = new EnumMap<>(Section.class);
  private final JLabel title = Parts.title("");
  private final JButton back;
  private final JTextArea told = Parts.prose("", "accentText");
  private final JTextArea off = Parts.prose("", "danger");
  private final TwoColumns columns;
  private transient Affairs affairs = Affairs.NONE;
  private transient Situation situation = Situation.UNKNOWN;
  private Section chosen = Section.MEMBERS;
  private boolean reading;
  private boolean readAgain;

  /**
   * @param requests told how many requests wait for this administrator
   */
  public AdministrationPage(Desk desk, Sheets sheets, IntConsumer requests) {
    super(new BorderLayout());
    this.desk = desk;
    this.requests = requests;
    this.office = new Office(desk, sheets, this::tell);
    setName("administration");
    Parts.ground(this, "conversation");
    sections =
        new CellList<>(
            "administration.sections", desk.say("rail.ADMINISTRATION"), each -> each, this::cell);
    sections.replace(List.of(Section.values()));
    sections.selectKey(java.util.Optional.of(chosen));
    JPanel nav = Parts.ground(new JPanel(new BorderLayout()), "list");
    JPanel head = Parts.clear(new JPanel(new MigLayout("insets 12 16 12 12", "[grow]", "[40!]")));
    head.add(Parts.title(desk.say("rail.ADMINISTRATION")));
    nav.add(head, BorderLayout.NORTH);
    nav.add(Parts.scroll(sections));
    back =
        Parts.icon(
            "administration.back",
            Glyph.BACK.icon(20),
            desk.say("rail.ADMINISTRATION"),
            event -> back());
    columns = new TwoColumns(nav, stage());
    columns.foldChanged(() -> back.setVisible(columns.isFolded()));
    sections.addListSelectionListener(
        event -> {
          if (!event.getValueIsAdjusting() && !columns.isFolded() && !sections.isReplacing()) {
            sections.selected().ifPresent(this::choose);
          }
        });
    sections.onOpen(
        section -> {
          choose(section);
          columns.showStage(true);
        });
    Keys.within(this, "ESCAPE", this::back);
    // What was said belongs to the visit in which it was said.
    addHierarchyListener(
        event -> {
          if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0 && !isShowing()) {
            told.setVisible(false);
          }
        });
    add(columns);
    choose(chosen);
  }

  private JPanel stage() {
    pages.put(Section.MEMBERS, new MembersSection(office));
    pages.put(Section.REQUESTS, new RequestsSection(office));
    pages.put(Section.INVITATIONS, new InvitationsSection(office));
    pages.put(Section.POLICY, new PolicySection(office));
    pages.put(Section.CONTRADICTIONS, new ContradictionsSection(office));
    pages.put(Section.RECOVERY, new RecoverySection(office));
    pages.put(Section.AUDIT, new AuditSection(office));
    pages.forEach((section, page) -> card.add(page, section.name()));
    title.setName("administration.title");
    told.setName("administration.told");
    told.setVisible(false);
    off.setName("administration.off");
    off.setVisible(false);
    JPanel head =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 12 24 8 24, gap 8 8, fillx, hidemode 3",
                    "[][grow, fill, 0:0:]",
                    "[40!][]")));
    head.add(back);
    head.add(title, "wmin 0, wrap");
    head.add(off, "spanx 2, growx, wmin 0, wrap");
    head.add(told, "spanx 2, growx, wmin 0");
    JPanel stage = Parts.ground(new JPanel(new BorderLayout()), "conversation");
    stage.add(head, BorderLayout.NORTH);
    stage.add(card);
    return stage;
  }

  private Cell.Content cell(Section section) {
    int number =
        switch (section) {
          case REQUESTS -> affairs.requests().size();
          case CONTRADICTIONS -> affairs.contradictions().size();
          default -> 0;
        };
    return new Cell.Content(
        section.glyph().icon(ICON, "muted"), desk.say("admin.section." + section), "", "", number);
  }

  private void choose(Section section) {
    chosen = section;
    title.setText(desk.say("admin.section." + section));
    told.setVisible(false);
    cards.show(card, section.name());
    if (isShowing()) {
      page(section).opened();
    }
  }

  private SectionPage page(Section section) {
    return Objects.requireNonNull(pages.get(section));
  }

  private void back() {
    columns.showStage(false);
    sections.requestFocusInWindow();
  }

  private void tell(String what) {
    told.setText(what);
    told.setVisible(true);
    told.getAccessibleContext().setAccessibleDescription(what);
    revalidate();
  }

  /** The person has come to administration. */
  public void opened() {
    columns.showStage(false);
    read();
    page(chosen).opened();
    sections.requestFocusInWindow();
  }

  /** Asks whom to invite. */
  public void invite() {
    office.sheets().show(new InviteSheet(office, affairs));
  }

  public void show(Situation now) {
    situation = now;
    if (now.administrator()) {
      read();
    } else {
      requests.accept(0);
    }
  }

  /** What was committed since it was last told. */
  public void committed(List<StoreEvent> events) {
    if (isShowing()
        && chosen == Section.AUDIT
        && events.stream().anyMatch(StoreEvent.AuditAppended.class::isInstance)) {
      page(Section.AUDIT).opened();
    }
  }

  /** Reads all of it, once at a time however often it is asked for. */
  private void read() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    Situation now = situation;
    desk.background()
        .run(
            Lane.READ,
            () -> Affairs.read(desk.services().require(Administration.class), now),
            found -> {
              over();
              off.setVisible(false);
              show(found);
            },
            failure -> {
              over();
              off.setText(Failures.say(desk.text(), failure));
              off.setVisible(true);
              revalidate();
            });
  }

  private void over() {
    reading = false;
    if (readAgain) {
      readAgain = false;
      read();
    }
  }

  private void show(Affairs found) {
    if (found.equals(affairs)) {
      return;
    }
    affairs = found;
    requests.accept(found.requests().size());
    sections.repaint();
    pages.values().forEach(page -> page.show(found));
  }
}
