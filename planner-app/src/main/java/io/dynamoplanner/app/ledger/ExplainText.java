package io.dynamoplanner.app.ledger;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.ledger.RecordedRole;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision for people: what was seen, what that came to, what bound it, and what was written. */
final class ExplainText {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    private final Explained explained;
    private final RecordedDecision decision;
    private final Page page;

    private ExplainText(Explained explained, Page page) {
        this.explained = explained;
        this.decision = explained.decision();
        this.page = page;
    }

    /**
     * The explanation; lines end in a line feed.
     *
     * @param only the one role that is wanted; empty for all
     */
    static String render(Explained explained, Optional<Role> only, int width, TerminalStyle style) {
        var text = new ExplainText(explained, new Page(width, style));
        text.head();
        text.seen();
        text.demand();
        for (PerRole.Entry<RecordedRole> entry : explained.decision().roles()) {
            if (only.map(entry.role()::equals).orElse(true)) {
                text.role(entry.role(), entry.value());
            }
        }
        text.foot();
        return text.page.toString();
    }

    private void head() {
        page.heading("Decision " + decision.id() + ", " + TIME.format(decision.at()) + " UTC");
        if (!explained.graph().isEmpty()) {
            page.line(0, "of " + explained.graph());
        }
    }

    private void seen() {
        page.gap();
        page.heading("Seen");
        if (decision.seen().windows().isEmpty()) {
            page.line(2, "no new traffic window");
        }
        for (TrafficWindow window : decision.seen().windows()) {
            page.line(2, "traffic from " + CLOCK.format(window.start()) + " to " + CLOCK.format(window.end()));
            window.readings().forEach(this::reading);
        }
        page.row("  fleet       desired  ready  starting  terminating  GPUs each");
        for (PerRole.Entry<RoleFleet> entry : decision.seen().fleet().roles()) {
            page.row(fleet(entry.role(), entry.value()));
        }
        explained.grant().ifPresent(grant -> page.line(2, gpus(grant)));
        for (Proposal proposal : decision.standing()) {
            page.line(2, proposal(proposal));
        }
    }

    private void reading(Signal signal, Reading reading) {
        long age = reading.age(decision.at()).toSeconds();
        String text = reading instanceof Reading.Unknown unknown
                ? "UNKNOWN for " + age + " s (" + word(unknown.why()) + "): " + unknown.detail()
                : Page.number(reading.value().orElse(0))
                        + (signal == Signal.REQUESTS ? "" : " " + signal.unit())
                        + ", " + age + " s old";
        page.line(4, padded(signal.key(), 18) + text);
    }

    private static String fleet(Role role, RoleFleet fleet) {
        String gpus = fleet.gpusPerReplica().isPresent()
                ? Integer.toString(fleet.gpusPerReplica().getAsInt())
                : "unknown";
        return String.format(
                Locale.ROOT,
                "    %-9s %7d  %5d  %8d  %11d  %9s  %s",
                role,
                fleet.desired(),
                fleet.ready(),
                fleet.starting(),
                fleet.terminating(),
                gpus,
                fleet.rollout() == RoleFleet.Rollout.UNKNOWN ? "COUNTS UNKNOWN" : word(fleet.rollout()));
    }

    private String gpus(GpuGrant grant) {
        long held = 0;
        for (RoleFleet fleet : decision.seen().fleet().roles().values()) {
            held += (long) fleet.holding() * fleet.gpusPerReplica().orElse(0);
        }
        String most = grant.ceiling() < 0 ? "no limit" : "up to " + grant.ceiling();
        String least = grant.floor() <= 0 ? "" : " and at least " + grant.floor();
        return "GPUs: " + held + " held; " + most + least + " by " + grant.by() + until(grant.expires());
    }

    private static String proposal(Proposal proposal) {
        String what = proposal.bound() == Proposal.Bound.REJECT
                ? "rejects every change"
                : "proposes " + word(proposal.bound()) + " " + proposal.replicas() + " " + proposal.role();
        return proposal.by() + " " + what + until(proposal.expires()) + ": " + proposal.reason();
    }

    private static String until(Instant expires) {
        return expires.isBefore(FOREVER) ? " until " + TIME.format(expires) + " UTC" : "";
    }

    private void demand() {
        Demand demand = decision.demand();
        page.gap();
        page.heading("Demand: "
                + switch (demand.trust()) {
                    case LIVE -> "live, may grow and shrink the fleet";
                    case HELD -> "held, may only grow the fleet";
                    case NONE -> "none, changes nothing but for the floors";
                });
        if (demand.trust() != Demand.Trust.NONE) {
            page.line(
                    2,
                    Page.number(demand.expectedRequests() / demand.windowSeconds()) + " requests/s expected, "
                            + Page.number(demand.requestsPerSecond()) + " requests/s sized for; "
                            + Page.number(demand.isl()) + " tokens in and " + Page.number(demand.osl())
                            + " tokens out each");
            demand.loads().forEach(entry -> page.line(2, load(entry.role(), entry.value(), demand)));
            demand.coverage().ifPresent(coverage -> page.line(2, coverage(coverage)));
        }
        forecasts(demand.forecasts());
        page.line(2, demand.why() + (demand.trust() == Demand.Trust.NONE ? "" : "; basis: " + word(demand.basis())));
    }

    /** One line where one predictor answers for all. */
    private void forecasts(List<Demand.Forecast> forecasts) {
        boolean same =
                forecasts.stream().map(f -> f.by() + f.fallback()).distinct().count() == 1;
        if (same) {
            page.line(2, "forecast by " + by(forecasts.get(0)));
        } else {
            forecasts.forEach(f -> page.line(2, f.load().replace('_', ' ') + " forecast by " + by(f)));
        }
    }

    private static String by(Demand.Forecast forecast) {
        return forecast.fallback().isEmpty()
                ? forecast.by()
                : forecast.by() + ", whose model has no answer (" + forecast.fallback() + ")";
    }

    private static String load(Role role, Demand.Load load, Demand demand) {
        return role + " for " + Page.number(load.requests() / demand.windowSeconds()) + " requests/s of "
                + Page.number(load.isl()) + " tokens in and " + Page.number(load.osl()) + " tokens out";
    }

    private static String coverage(Demand.Coverage coverage) {
        return "kept in the last " + coverage.windows() + " windows, promised " + percent(coverage.stated())
                + " of the requests: " + percent(coverage.requests()) + " by count, " + percent(coverage.input())
                + " by tokens in, " + percent(coverage.output()) + " by tokens out";
    }

    private static String percent(double share) {
        return Page.number(100 * share) + " %";
    }

    private void role(Role role, RecordedRole decided) {
        page.gap();
        String change = decided.now() == decided.from()
                ? " stays at " + decided.from()
                : " " + decided.from() + " → " + decided.now();
        page.heading(role + change + ", bound by " + decided.binding());
        page.line(2, sizing(decided));
        decided.derivation().forEach(line -> page.dim(4, line));
        decided.wish().ifPresent(wish -> page.line(2, "wish: " + wish.replicas() + ", " + wish.why()));
        List<RecordedRole.Step> chain = decided.chain();
        for (int i = 0; i < chain.size(); i++) {
            RecordedRole.Step step = chain.get(i);
            String without = explained
                    .without(role, i)
                    .map(count -> "without it " + count)
                    .orElse("before it " + step.before());
            page.line(2, step.binding() + ": " + step.before() + " → " + step.after() + "; " + without);
            if (!step.why().isEmpty()) {
                page.line(4, step.why());
            }
        }
        if (chain.isEmpty()) {
            page.line(2, "no constraint moved it");
        }
        page.line(2, "target " + decided.target() + "; " + written(role, decided));
    }

    private static String sizing(RecordedRole decided) {
        String asks = decided.sizing()
                .map(answer -> switch (answer.kind()) {
                    case "SIZED" -> "sizing asks for " + answer.replicas();
                    case "INFEASIBLE" -> "sizing: no engine meets the target, at best with " + answer.replicas();
                    default -> "sizing has no count";
                })
                .orElse("sizing");
        String model = decided.correction() == 1
                ? ""
                : "; engines take " + Page.number(decided.correction()) + " times what the profile says";
        String room = decided.headroom() == 1
                ? ""
                : "; sized for " + Page.number(decided.headroom())
                        + " times the demand, as the requests inside the targets have taught";
        return asks + model + room;
    }

    private String written(Role role, RecordedRole decided) {
        String rest = decided.now() == decided.target() ? "" : "; the rest waits";
        if (decided.now() == decided.from()) {
            return "nothing to write" + rest;
        }
        String outcome = decision.outcome(role)
                .map(written -> word(written.outcome()) + (written.why().isEmpty() ? "" : " (" + written.why() + ")"))
                .orElse("outcome not recorded");
        return "write " + decided.from() + " → " + decided.now() + ": " + outcome + rest;
    }

    private void foot() {
        page.gap();
        decision.waiting().forEach(line -> page.line(0, line));
        page.line(0, "next look at " + CLOCK.format(decision.nextWakeUp()) + " unless something happens before");
        if (!explained.why().isEmpty()) {
            page.dim(0, "Counts without a constraint are not known: " + explained.why() + ".");
        }
    }

    private static String word(Enum<?> constant) {
        return word(constant.name());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
