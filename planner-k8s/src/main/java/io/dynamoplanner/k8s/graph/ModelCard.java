package io.dynamoplanner.k8s.graph;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a worker says about itself and its model.
 *
 * @param pod pod that wrote it
 * @param namespace runtime namespace of the worker
 * @param component name of the component in the runtime
 * @param endpoint name of the endpoint in the runtime
 * @param prefill whether it is the card of a prefill worker
 * @param model name that requests use
 * @param contextLength longest context, tokens; empty if not known (a reported 0 is not known)
 */
public record ModelCard(
        String pod,
        String namespace,
        String component,
        String endpoint,
        boolean prefill,
        Optional<String> model,
        OptionalLong contextLength,
        OptionalLong totalKvBlocks,
        OptionalLong kvBlockSize) {}
