package org.conclave.ui.internal.chat;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.util.List;
import java.util.Optional;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.admin.AdministrationPage;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.module.ModulesPage;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.state.Summary;
import org.conclave.ui.internal.trust.VerifySheet;
import org.conclave.ui.internal.work.Background.Work;
import org.conclave.ui.internal.work.Desk;

/**
 * The window of somebody who is a member: rail, list, conversation, and members on demand; folded
 * to one column where it is narrow. On the event thread.
 */
public final class MainScreen extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final Sheets sheets;
  private final Rail rail;
  private final CardLayout pages = new CardLayout();
  private final JPanel page = Parts.clear(new JPanel(pages));
  private final ConversationList conversations;
  private final PeopleList people;
  private final SettingsPage settings;
  private final CardLayout widePages = new CardLayout();
  private final JPanel wide = Parts.ground(new JPanel(widePages), "conversation");
  private final AdministrationPage administration;
  private final ModulesPage modules;
  private final StatusFooter footer;
  private final ConversationPane conversation;
  private final MembersPanel members;
  private final Columns columns;
  private transient Situation situation = Situation.UNKNOWN;
  private transient Optional<GroupId> toOpen = Optional.empty();

  public MainScreen(Desk desk, Sheets sheets, Choices choices) {
    super(new BorderLayout());
    this.desk = desk;
    this.sheets = sheets;
    setName("main");
    rail = new Rail(desk, this::showPage);
    conversations = new ConversationList(desk, this::open, this::newGroup);
    administration = new AdministrationPage(desk, sheets, rail::requests);
    modules = new ModulesPage(desk);
    wide.add(administration, Rail.Page.ADMINISTRATION.name());
    wide.add(modules, Rail.Page.MODULES.name());
    people =
        new PeopleList(
            desk, administration::invite, member -> verify(member.user(), member.name()));
    settings = new SettingsPage(desk, sheets, choices);
    footer = new StatusFooter(desk);
    page.add(conversations, Rail.Page.CONVERSATIONS.name());
    page.add(people, Rail.Page.PEOPLE.name());
    page.add(settings, Rail.Page.SETTINGS.name());
    JPanel list = Parts.ground(new JPanel(new BorderLayout()), "list");
    list.setName("list");
    list.add(page);
    list.add(footer, BorderLayout.SOUTH);
    conversation =
        new ConversationPane(desk, this::backToList, this::toggleMembers, this::showRoster);
    members =
        new MembersPanel(
            desk,
            this::hideMembers,
            this::addMember,
            this::removeMember,
            member -> verify(member.user(), member.name()));
    columns = new Columns(rail, list, nothingOpen(), conversation, members, wide);
    columns.foldChanged(() -> conversation.allowBack(columns.isFolded()));
    add(columns);
    Keys.window(this, "ctrl K", this::jump);
    Keys.window(this, "ctrl F", this::search);
    Keys.window(this, "ctrl N", this::newGroup);
    Keys.within(this, "ESCAPE", this::escape);
  }

  private JPanel nothingOpen() {
    JPanel panel =
        Parts.ground(new JPanel(new MigLayout("fill", "[center]", "[center]")), "conversation");
    JPanel words =
        Parts.clear(new JPanel(new MigLayout("insets 24, gap 0 8, wrap 1", "[center, 0:360:]")));
    words.add(Parts.title(desk.say("nothing.title")));
    words.add(Parts.muted(desk.say("nothing.about")));
    panel.add(words);
    return panel;
  }

  public void show(Situation now) {
    boolean returned = !situation.messaging() && now.messaging();
    boolean engineBack = !ready(situation) && ready(now);
    // While messaging is away its conversations stay on the screen: they are still on the disk.
    Situation shown = now.keeping(situation);
    situation = shown;
    rail.show(shown);
    footer.show(shown);
    conversations.show(shown);
    people.show(shown);
    members.know(shown);
    settings.show(shown);
    administration.show(shown);
    modules.refresh();
    if (!shown.administrator() && administration.isShowing()) {
      rail.select(Rail.Page.CONVERSATIONS);
      showPage(Rail.Page.CONVERSATIONS);
    }
    conversation
        .openGroup()
        .flatMap(this::summary)
        .ifPresent(
            summary -> {
              members.administrator(summary.conversation().administrator());
              if (returned && !conversation.isLoaded()) {
                conversation.open(summary);
              } else {
                conversation.update(summary);
              }
            });
    conversation.know(shown);
    toOpen.flatMap(this::summary).ifPresent(this::open);
    if (returned || engineBack) {
      conversation.outgoing().tryAllAgain();
    }
  }

  /** See {@link ConversationPane#keeping}. */
  public Work keeping() {
    return conversation.keeping();
  }

  /** It will not be shown again. */
  public void leave() {
    conversation.leave();
  }

  private static boolean ready(Situation situation) {
    return situation
        .engine()
        .filter(status -> status.state() == org.conclave.api.engine.EngineStatus.State.READY)
        .isPresent();
  }

  /** What was committed since it was last told. */
  public void committed(List<StoreEvent> events) {
    GroupId open = conversation.openGroup().orElse(null);
    boolean newer = false;
    boolean roster = false;
    administration.committed(events);
    for (StoreEvent event : events) {
      if (event instanceof StoreEvent.MessageStored stored && stored.group().equals(open)) {
        newer = true;
      } else if (event instanceof StoreEvent.DeliveryChanged changed
          && changed.group().equals(open)) {
        conversation.deliveryChanged(changed.message());
      } else if (event instanceof StoreEvent.MessagesDeleted deleted
          && deleted.group().equals(open)) {
        conversation.someDeleted();
      } else if (event instanceof StoreEvent.RosterChanged changed
          && changed.group().equals(open)) {
        roster = true;
      }
    }
    if (newer) {
      conversation.readNewer();
    }
    if (roster) {
      conversation.rosterChanged();
    }
  }

  private Optional<Summary> summary(GroupId group) {
    return situation.conversations().stream()
        .filter(summary -> summary.group().equals(group))
        .findFirst();
  }

  private void open(Summary summary) {
    toOpen = Optional.empty();
    rail.select(Rail.Page.CONVERSATIONS);
    showPage(Rail.Page.CONVERSATIONS);
    conversations.select(Optional.of(summary.group()));
    if (!conversation.openGroup().equals(Optional.of(summary.group()))) {
      members.show(List.of());
      columns.openConversation();
      columns.validate();
      conversation.open(summary);
    } else {
      columns.openConversation();
    }
    members.administrator(summary.conversation().administrator());
    conversation.takeFocus();
  }

  private void created(Conversation made) {
    toOpen = Optional.of(made.group());
    desk.refresh().run();
  }

  private void showPage(Rail.Page which) {
    boolean isWide = which == Rail.Page.ADMINISTRATION || which == Rail.Page.MODULES;
    if (isWide) {
      widePages.show(wide, which.name());
    } else {
      pages.show(page, which.name());
    }
    columns.showWide(isWide);
    columns.validate();
    if (which == Rail.Page.ADMINISTRATION) {
      administration.opened();
    } else if (which == Rail.Page.MODULES) {
      modules.opened();
    }
  }

  private void showRoster(List<GroupParticipant> participants) {
    members.show(participants);
  }

  private void backToList() {
    conversations.select(Optional.empty());
    columns.showList();
  }

  private void toggleMembers() {
    columns.showMembers(!columns.isMembersShown());
  }

  private void hideMembers() {
    columns.showMembers(false);
    conversation.takeFocus();
  }

  private void newGroup() {
    sheets.show(new NewGroupSheet(desk, sheets, this::created));
  }

  private void addMember() {
    conversation
        .openGroup()
        .ifPresent(
            group ->
                sheets.show(
                    new AddMemberSheet(
                        desk, sheets, group, situation.members(), members.participants())));
  }

  private void removeMember(GroupParticipant member) {
    conversation
        .openGroup()
        .ifPresent(group -> sheets.show(new RemoveMemberSheet(desk, sheets, group, member)));
  }

  private void verify(UserId user, String name) {
    sheets.show(new VerifySheet(desk, sheets, user, name));
  }

  private void jump() {
    sheets.show(new JumpSheet(desk, sheets, situation.conversations(), this::open));
  }

  private void search() {
    rail.select(Rail.Page.CONVERSATIONS);
    showPage(Rail.Page.CONVERSATIONS);
    columns.showList();
    conversations.search();
  }

  private void escape() {
    if (columns.isMembersShown()) {
      hideMembers();
    } else if (columns.isFolded()) {
      backToList();
    }
  }
}
