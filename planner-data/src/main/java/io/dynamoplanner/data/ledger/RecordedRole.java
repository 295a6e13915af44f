package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was decided for one role, as its ledger line tells it.
 *
 * @param from specified replicas before
 * @param sizing what the demand asked for; empty in ledgers of version 1
 * @param correction factor by which the engine model was corrected
 * @param headroom times the demand that was sized for, as missed requests have taught
 * @param wish what the proposals came to, before any constraint; empty in ledgers of version 1
 * @param chain what each constraint did, in their order
 * @param target where the role was headed
 * @param now replicas specified once the effects were written
 * @param binding what bound it last
 * @param reason one sentence by whoever changed it last
 * @param derivation how the demand became a count, line by line
 */
public record RecordedRole(
        int from,
        Optional<Answer> sizing,
        double correction,
        double headroom,
        Optional<Wish> wish,
        List<Step> chain,
        int target,
        int now,
        String binding,
        String reason,
        List<String> derivation) {
    public RecordedRole {
        chain = List.copyOf(chain);
        derivation = List.copyOf(derivation);
    }

    /**
     * What the sizing rule said.
     *
     * @param kind {@code SIZED}, {@code INFEASIBLE} or {@code NOT_READY}
     * @param replicas whole replicas; of an infeasible target the best effort; 0 if there is no count
     * @param exact the same before rounding up
     */
    public record Answer(String kind, int replicas, double exact) {}

    /** What the proposals came to. */
    public record Wish(int replicas, String binding, String why) {}

    /**
     * What one constraint did.
     *
     * @param before the count that it was given
     * @param after the count that it made of it
     */
    public record Step(String binding, int before, int after, String why) {}

    static RecordedRole read(JsonNode node) {
        var chain = new ArrayList<Step>();
        node.required("chain")
                .forEach(step -> chain.add(new Step(
                        step.required("binding").asText(),
                        step.required("without").intValue(),
                        step.required("with").intValue(),
                        step.path("why").asText())));
        var derivation = new ArrayList<String>();
        node.required("derivation").forEach(line -> derivation.add(line.asText()));
        return new RecordedRole(
                node.required("from").intValue(),
                Optional.ofNullable(node.get("sizing"))
                        .map(answer -> new Answer(
                                answer.required("answer").asText(),
                                answer.path("replicas").asInt(),
                                answer.path("exact").asDouble())),
                node.required("correction").doubleValue(),
                node.path("headroom").asDouble(1),
                Optional.ofNullable(node.get("wish"))
                        .map(wish -> new Wish(
                                wish.required("replicas").intValue(),
                                wish.required("binding").asText(),
                                wish.required("why").asText())),
                chain,
                node.required("target").intValue(),
                node.required("now").intValue(),
                node.required("binding").asText(),
                node.required("reason").asText(),
                derivation);
    }
}
