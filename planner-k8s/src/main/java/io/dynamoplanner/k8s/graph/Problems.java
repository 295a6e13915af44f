package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.core.finding.Finding;
import java.util.ArrayList;
import java.util.List;

/** What did not read as it should in one object. */
final class Problems {
    /** An object that is all wrong need not fill a status. */
    private static final int MOST = 20;

    private static final int SHOWN = 60;

    private final String code;
    private final String subject;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param code of findings about a field
     * @param subject the object
     */
    Problems(String code, String subject) {
        this.code = code;
        this.subject = subject;
    }

    void wrong(String path, JsonNode found, String wanted) {
        wrong(path, found, wanted, Finding.Severity.WARNING);
    }

    void wrong(String path, JsonNode found, String wanted, Finding.Severity severity) {
        add(new Finding(
                code,
                severity,
                subject,
                path + " is " + shown(found) + ", not " + wanted,
                "correct the field; until then it reads as absent"));
    }

    void missing(String path, String why) {
        add(Finding.warning(code, subject, path + " is missing", "add it: " + why));
    }

    /** A finding with a sentence of its own. */
    void warning(String ownCode, String what, String remedy) {
        add(Finding.warning(ownCode, subject, what, remedy));
    }

    private void add(Finding finding) {
        if (findings.size() < MOST) {
            findings.add(finding);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    /** As it stands in the object, shortened. */
    static String shown(JsonNode value) {
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return "a list";
        }
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
