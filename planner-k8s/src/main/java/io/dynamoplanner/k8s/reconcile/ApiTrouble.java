package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * What the planner wants to read, and what an error of the API server about it means to whoever runs the planner.
 *
 * @param group of the resource; empty for the core group
 * @param resource plural name; empty for the API server as a whole
 * @param where namespaces, for people
 * @param missed what the planner does without, as the end of "until then"
 */
record ApiTrouble(String group, String resource, String where, String missed) {
    private static final int LONGEST_MESSAGE = 300;

    /** The error as a finding. */
    Finding finding(Severity severity, Throwable error) {
        return switch (code(error)) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                new Finding(
                        "credentials-refused",
                        severity,
                        subject(),
                        "the API server does not accept the credentials of the planner",
                        "check the service account or the kubeconfig");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                new Finding(
                        "permission-missing",
                        severity,
                        subject(),
                        "the account of the planner may not read it: " + message(error) + "; until then " + missed,
                        "add to its role: {apiGroups: [\"" + group + "\"], resources: [\"" + resource
                                + "\"], verbs: [\"list\", \"watch\"]}");
            case HttpURLConnection.HTTP_NOT_FOUND ->
                new Finding(
                        "kind-not-served",
                        severity,
                        subject(),
                        "the API server does not serve it; until then " + missed,
                        "install the definitions of the Dynamo operator");
            default ->
                new Finding(
                        isAnswered(error) ? "api-error" : "api-unreachable",
                        severity,
                        subject(),
                        (isAnswered(error) ? "the API server answers with an error: " : "no answer of the API server: ")
                                + message(error) + "; until then " + missed,
                        "");
        };
    }

    private String subject() {
        return resource.isEmpty() ? where : resource + (group.isEmpty() ? "" : "." + group) + " in " + where;
    }

    static boolean isNotFound(Throwable error) {
        return code(error) == HttpURLConnection.HTTP_NOT_FOUND;
    }

    private static boolean isAnswered(Throwable error) {
        return code(error) > 0;
    }

    /** HTTP status; 0 if there was no answer. */
    private static int code(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException e && e.getCode() > 0) {
                return e.getCode();
            }
        }
        return 0;
    }

    private static String message(Throwable error) {
        Throwable root = error;
        String status = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            root = cause;
            if (status == null && cause instanceof KubernetesClientException e && e.getStatus() != null) {
                status = e.getStatus().getMessage();
            }
        }
        String text = status != null
                ? status
                : root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }
}
