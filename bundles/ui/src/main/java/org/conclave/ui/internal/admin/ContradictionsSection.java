package org.conclave.ui.internal.admin;

import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JTextArea;
import org.conclave.api.organisation.Contradiction;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;

/** Signed statements that cannot both be meant: the evidence, what it means, and what to do. */
final class ContradictionsSection extends SectionPage {
  private static final long serialVersionUID = 1L;

  private final CellList<Contradiction> list;
  private final JTextArea none = Parts.prose("");
  private transient Affairs affairs = Affairs.NONE;

  ContradictionsSection(Office office) {
    super(office, Section.CONTRADICTIONS);
    list =
        new CellList<>(
            "admin.contradictions",
            office.say("admin.section.CONTRADICTIONS"),
            Contradiction::statements,
            each ->
                new Cell.Content(
                    Glyph.WARNING.icon(ICON, "warning"),
                    each.name().isEmpty()
                        ? office.say("admin.contradiction." + each.kind())
                        : each.name(),
                    office.say("admin.contradiction." + each.kind()),
                    "",
                    0));
    list.onOpen(each -> office.sheets().show(new EvidenceSheet(office, affairs, each)));
    none.setName("admin.contradictions.none");
    none.setText(office.say("admin.contradictions.none"));
    content(list, none);
  }

  @Override
  void show(Affairs now) {
    affairs = now;
    list.replace(now.contradictions());
    none.setVisible(now.contradictions().isEmpty());
  }

  /** One contradiction. */
  private static final class EvidenceSheet extends ActSheet {
    private static final long serialVersionUID = 1L;

    EvidenceSheet(Office office, Affairs affairs, Contradiction found) {
      super(office, "sheet.evidence", office.say("admin.contradiction." + found.kind()));
      form.add(Parts.prose(found.effect()), "wmin 0");
      prose("admin.contradiction.todo." + found.kind());
      Facts facts = new Facts();
      if (!found.name().isEmpty()) {
        facts.add("evidence.about", office.say("admin.contradiction.about"), found.name());
      }
      facts.addDigits(
          "evidence.statements",
          office.say("admin.contradiction.statements"),
          found.statements().stream().map(Fingerprint::of).collect(Collectors.joining("\n\n")));
      form.add(facts, "wmin 0");
      JButton done =
          Parts.button("evidence.done", office.say("done"), event -> office.sheets().putAway());
      found
          .user()
          .flatMap(affairs::member)
          .ifPresentOrElse(
              member ->
                  end(
                      done,
                      Parts.primary(
                          "evidence.member",
                          office.say("admin.contradiction.member"),
                          event -> office.sheets().show(new MemberSheet(office, affairs, member)))),
              () -> end(done));
      focusFirst(done);
    }
  }
}
