package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** The inference engine. */
public enum Backend implements Choice {
    /** vLLM. */
    VLLM,
    /** SGLang. */
    SGLANG,
    /** TensorRT-LLM. */
    TRTLLM,
    /** Simulated workers. */
    MOCKER
}
