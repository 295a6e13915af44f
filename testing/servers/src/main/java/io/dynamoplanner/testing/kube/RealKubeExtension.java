package io.dynamoplanner.testing.kube;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives the shared server to the tests of a class, or skips the class. Used through {@link RealKube}. */
final class RealKubeExtension implements ExecutionCondition, ParameterResolver {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return ConditionEvaluationResult.enabled(
                    "API server at " + KubeServers.shared().url());
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KubeServer.class;
    }

    @Override
    public KubeServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return KubeServers.shared();
    }
}
