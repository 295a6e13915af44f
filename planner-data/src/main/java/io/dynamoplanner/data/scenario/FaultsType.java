package io.dynamoplanner.data.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.config.type.Choice;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.ListType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The faults of a scenario. */
record FaultsType() implements FieldType<Scenario.Faults> {
    private static final DecimalType SECONDS =
            DecimalType.between(0, 31_622_400).in("s");

    private static final Member<Double> FROM = Member.required("from_seconds", SECONDS, "start of the outage");
    private static final Member<Double> TO = Member.required("to_seconds", SECONDS, "end of the outage");
    private static final StructType OUTAGE = StructType.of(FROM, TO);

    private static final Member<Double> AT = Member.required("at_seconds", SECONDS, "time of the loss");
    private static final Member<EngineRole> ROLE =
            Member.required("role", ChoiceType.of(EngineRole.class), "prefill, decode or agg");
    private static final Member<Integer> ENGINES =
            Member.of("engines", IntegerType.between(1, 1_000_000), 1, "Engines that are lost at once.");
    private static final StructType LOSS = StructType.of(AT, ROLE, ENGINES);

    private static final Member<Double> SCRAPE_LOSS =
            Member.of("scrape_loss", DecimalType.between(0, 0.99), 0.0, "Share of the scrapes that are lost.");
    private static final Member<List<Struct>> OUTAGES =
            Member.of("outages", ListType.of(OUTAGE), List.of(), "Times without metrics.");
    private static final Member<List<Struct>> LOSSES =
            Member.of("worker_losses", ListType.of(LOSS), List.of(), "Engines that are lost at given times.");
    private static final Member<Double> LOSS_RATE = Member.of(
            "worker_loss_per_engine_hour",
            DecimalType.between(0, 3600),
            0.0,
            "How often an engine is lost at random, per hour that it serves.");
    private static final StructType TYPE = StructType.of(SCRAPE_LOSS, OUTAGES, LOSSES, LOSS_RATE);

    /** Roles as they are written. */
    private enum EngineRole implements Choice {
        PREFILL,
        DECODE,
        AGG;

        @Override
        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Optional<Scenario.Faults> read(SourceNode node, ReadScope scope) {
        return TYPE.read(node, scope).flatMap(faults -> {
            for (Struct outage : faults.get(OUTAGES)) {
                if (outage.get(FROM) >= outage.get(TO)) {
                    scope.member("outages")
                            .conflict(node, "must end after they start", "make to_seconds larger than from_seconds");
                    return Optional.empty();
                }
            }
            return Optional.of(new Scenario.Faults(
                    faults.get(SCRAPE_LOSS),
                    faults.get(OUTAGES).stream()
                            .map(o -> new Scenario.Outage(o.get(FROM), o.get(TO)))
                            .toList(),
                    faults.get(LOSSES).stream()
                            .map(l -> new Scenario.WorkerLoss(
                                    l.get(AT), new Role(l.get(ROLE).spelling()), l.get(ENGINES)))
                            .toList(),
                    faults.get(LOSS_RATE)));
        });
    }

    @Override
    public JsonNode toJson(Scenario.Faults value) {
        return TYPE.toJson(new Struct(
                Map.of(
                        SCRAPE_LOSS.name(),
                        value.scrapeLoss(),
                        OUTAGES.name(),
                        value.outages().stream()
                                .map(o -> new Struct(
                                        Map.of(FROM.name(), o.fromSeconds(), TO.name(), o.toSeconds()), Set.of()))
                                .toList(),
                        LOSSES.name(),
                        value.workerLosses().stream()
                                .map(l -> new Struct(
                                        Map.of(
                                                AT.name(),
                                                l.atSeconds(),
                                                ROLE.name(),
                                                EngineRole.valueOf(
                                                        l.role().name().toUpperCase(Locale.ROOT)),
                                                ENGINES.name(),
                                                l.engines()),
                                        Set.of()))
                                .toList(),
                        LOSS_RATE.name(),
                        value.workerLossPerEngineHour()),
                Set.of()));
    }

    @Override
    public ObjectNode schema() {
        return TYPE.schema();
    }

    @Override
    public List<Member<?>> members() {
        return TYPE.members();
    }

    @Override
    public String label() {
        return "mapping of faults";
    }
}
