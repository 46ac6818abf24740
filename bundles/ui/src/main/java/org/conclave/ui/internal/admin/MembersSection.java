package org.conclave.ui.internal.admin;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.trust.VerifiedMark;

/** Everybody, narrowed down by name, site or role; a member opens to what can be done. */
final class MembersSection extends SectionPage {
  private static final long serialVersionUID = 1L;

  private final JTextField search = new JTextField();
  private final CellList<Member> list;
  private final JTextArea none = Parts.prose("");
  private transient Affairs affairs = Affairs.NONE;

  MembersSection(Office office) {
    super(office, Section.MEMBERS);
    list =
        new CellList<>(
            "admin.members", office.say("admin.section.MEMBERS"), Member::user, this::cell);
    list.onOpen(member -> office.sheets().show(new MemberSheet(office, affairs, member)));
    search.setName("admin.members.search");
    search.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, office.say("admin.members.search"));
    search.putClientProperty(
        FlatClientProperties.TEXT_FIELD_LEADING_ICON, Glyph.SEARCH.icon(16, "muted"));
    search.putClientProperty(FlatClientProperties.TEXT_FIELD_SHOW_CLEAR_BUTTON, true);
    search.getAccessibleContext().setAccessibleName(office.say("admin.members.search"));
    Changes.of(search, this::narrow);
    Keys.focused(search, "DOWN", list::requestFocusInWindow);
    JPanel row =
        Parts.clear(
            new JPanel(new MigLayout("insets 0, gap 8, fillx", "[grow, fill, 0:0:]8[]", "[]")));
    row.add(search);
    row.add(
        Parts.primary(
            "admin.members.invite",
            office.say("admin.invite"),
            event -> office.sheets().show(new InviteSheet(office, affairs))));
    above(row);
    none.setText(office.say("admin.members.none"));
    content(list, none);
  }

  private Cell.Content cell(Member member) {
    String about =
        Stream.of(
                office.say("role." + member.role()),
                member.site(),
                affairs.delegation(member.user()).isPresent()
                        && member.role() == org.conclave.api.organisation.Role.MEMBER
                    ? office.say("admin.members.delegate")
                    : "")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
    String device =
        member.deviceState() == DeviceState.ACTIVE
            ? ""
            : office.say("admin.device.short." + member.deviceState());
    return VerifiedMark.on(
        new Cell.Content(
            Avatar.person(member.name(), member.user(), AVATAR),
            member.self() ? office.say("members.self", member.name()) : member.name(),
            about,
            device,
            0),
        affairs.verified().contains(member.user()),
        office.desk().text());
  }

  @Override
  void show(Affairs now) {
    affairs = now;
    narrow();
  }

  private void narrow() {
    String wanted = search.getText().strip().toLowerCase(Locale.ROOT);
    List<Member> found =
        affairs.members().stream()
            .filter(
                member ->
                    (member.name()
                            + "\n"
                            + member.site()
                            + "\n"
                            + office.say("role." + member.role()))
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .toList();
    list.replace(found);
    list.repaint();
    none.setVisible(found.isEmpty());
  }
}
