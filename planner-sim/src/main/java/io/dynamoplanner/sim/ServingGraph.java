package io.dynamoplanner.sim;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.engine.ItlTable;
import io.dynamoplanner.sim.engine.PrefillTable;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import io.dynamoplanner.sim.serving.AggregatedStage;
import io.dynamoplanner.sim.serving.BatchMembers;
import io.dynamoplanner.sim.serving.DecodeStage;
import io.dynamoplanner.sim.serving.Intake;
import io.dynamoplanner.sim.serving.PrefillStage;
import io.dynamoplanner.sim.serving.Restart;
import io.dynamoplanner.sim.serving.Stage;
import io.dynamoplanner.sim.serving.TransferLink;
import java.util.Arrays;

/**
 * The way of a request through a graph.
 *
 * @param entry takes requests that arrive
 * @param restart takes requests that lost their engine
 * @param stages the stages that have engines
 * @param link the way from prefill to decode
 */
record ServingGraph(Intake entry, Restart restart, PerRole<Stage> stages, TransferLink link) {

    /** @param transferSlot slot of the transfers in the agenda */
    static ServingGraph build(
            SimulationOptions options, Requests requests, RequestOutcomes outcomes, Agenda agenda, int transferSlot) {
        var builder = new Builder(options, requests, outcomes, agenda, transferSlot);
        if (options.engines().has(Role.AGGREGATED)) {
            return builder.aggregated();
        }
        if (!options.engines().has(Role.DECODE)) {
            return builder.prefillOnly();
        }
        return options.engines().has(Role.PREFILL) ? builder.disaggregated() : builder.decodeOnly();
    }

    private record Builder(
            SimulationOptions options, Requests requests, RequestOutcomes outcomes, Agenda agenda, int transferSlot) {

        ServingGraph aggregated() {
            EngineOptions engine = options.engines().get(Role.AGGREGATED);
            var stage = new AggregatedStage(agenda, prefillTable(engine), outcomes, members(engine));
            return new ServingGraph(stage, stage, PerRole.of(Role.AGGREGATED, stage), link(stage));
        }

        ServingGraph disaggregated() {
            var decode = decodeStage();
            TransferLink link = link(decode);
            var prefill = prefillStage(link);
            return new ServingGraph(prefill, prefill, PerRole.of(Role.PREFILL, prefill, Role.DECODE, decode), link);
        }

        /** Decode takes no time: a request is complete when its prefill is. */
        ServingGraph prefillOnly() {
            TransferLink link = link(outcomes::complete);
            var prefill = prefillStage(link);
            return new ServingGraph(prefill, prefill, PerRole.of(Role.PREFILL, prefill), link);
        }

        /** Prefill takes no time: a request has its first token when it arrives. */
        ServingGraph decodeOnly() {
            var decode = decodeStage();
            return new ServingGraph(
                    (request, now) -> {
                        if (outcomes.prefilled(request, now)) {
                            decode.accept(request, now);
                        }
                    },
                    (interrupted, now) -> decode.restart(
                            Arrays.stream(interrupted)
                                    .filter(request -> outcomes.prefilled(request, now))
                                    .toArray(),
                            now),
                    PerRole.of(Role.DECODE, decode),
                    link(decode));
        }

        private PrefillStage prefillStage(Intake next) {
            return new PrefillStage(agenda, prefillTable(options.engines().get(Role.PREFILL)), outcomes, next);
        }

        private DecodeStage decodeStage() {
            return new DecodeStage(agenda, members(options.engines().get(Role.DECODE)));
        }

        private TransferLink link(Intake next) {
            return new TransferLink(agenda, transferSlot, options.transfer(), outcomes, next);
        }

        private PrefillTable prefillTable(EngineOptions engine) {
            return new PrefillTable(engine.prefill().orElseThrow(), engine.speedFactor(), requests.mostTokens());
        }

        private BatchMembers members(EngineOptions engine) {
            var truth = engine.decode().orElseThrow();
            var pace = new ItlTable(truth, engine.speedFactor(), requests.longestContext());
            return new BatchMembers(requests, outcomes, pace, (long) truth.maxKvTokens(), engine.maxBatch());
        }
    }
}
