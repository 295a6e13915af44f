package io.dynamoplanner.power.command;

import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.pretend.PretendNode;
import io.dynamoplanner.power.pretend.TemporaryFolder;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A day in the life of an agent, on boards of memory. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {"Plays what can happen on a node with two boards of memory; the agent is the real one.", ""})
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var time = new AtomicReference<>(Instant.parse("2026-01-01T08:00:00Z"));
        var settings = new AgentSettings(
                CapPolicy.of(500),
                Mode.ENFORCE,
                Duration.ofSeconds(15),
                AgentSettings.Shutdown.RESTORE,
                Duration.ofSeconds(10));
        try (var folder = new TemporaryFolder()) {
            var node = new PretendNode(folder.path(), 2);
            Agent agent = node.agent(settings, time::get, List.of());
            node.start("batch", 1);
            tell(out, "A pod without the annotation runs on board 1: it is left alone.", agent);
            node.pod("decode", Optional.of("480"));
            node.start("decode", 0);
            tell(out, "Pod decode asks for 480 W and runs on board 0.", agent);
            node.boards().setByOther(PretendNode.uuid(0), 700_000);
            later(time, 60);
            tell(out, "Another tool sets board 0 to 700 W: undone.", agent);
            node.pod("decode", Optional.of("300W"));
            later(time, 60);
            tell(out, "Somebody writes \"300W\": unusable, so the safe default of 500 W holds.", agent);
            node.pod("decode", Optional.of("100"));
            tell(out, "100 W is less than the board accepts: the lowest it does accept is set.", agent);
            node.pod("decode", Optional.of("480"));
            tell(out, "Back to 480 W: a limit is raised only after half a minute.", agent);
            later(time, 60);
            tell(out, "Half a minute later.", agent);
            node.emergency("250");
            tell(out, "Emergency: all managed boards go to 250 W at once.", agent);
            node.emergency("off");
            tell(out, "The emergency is over.", agent);
            Agent successor = node.agent(settings, time::get, List.of());
            tell(
                    out,
                    "The agent is killed. Its successor finds what it owns in the state file; nothing is written.",
                    successor);
            node.pod("decode", Optional.empty());
            node.idle(0);
            tell(out, "Pod decode leaves: board 0 gets back what it had.", successor);
        }
        return 0;
    }

    private static void later(AtomicReference<Instant> time, int seconds) {
        time.updateAndGet(now -> now.plusSeconds(seconds));
    }

    private static void tell(PrintWriter out, String what, Agent agent) {
        out.println("== " + what);
        out.println();
        out.print(new ReportText().of(agent.pass()));
        out.flush();
    }
}
