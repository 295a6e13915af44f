package io.dynamoplanner.metrics.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page's template with its scripts and styles, and the content security policy that lets exactly these run. */
final class Page {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    /** One script for the page: they share names and run in this order. */
    private static final List<String> SCRIPTS = List.of(
            "page/format.js", "page/theme.js", "page/markers.js", "page/charts.js", "page/changes.js", "page/main.js");

    private final String template = resource("page/report.html");
    private final Map<String, String> own = new TreeMap<>();

    Page() {
        String sharp = resource("page/sharp.js");
        String chartScript = resource("vendor/uplot/uPlot.iife.min.js");
        String pageScript = pageScript();
        String chartStyle = resource("vendor/uplot/uPlot.min.css");
        String pageStyle = resource("page/report.css");
        own.put("sharp-script", sharp);
        own.put("chart-script", chartScript);
        own.put("page-script", pageScript);
        own.put("chart-style", chartStyle);
        own.put("page-style", pageStyle);
        own.put("chart-licence", HtmlText.of(resource("vendor/uplot/LICENSE")));
        own.put(
                "security-policy",
                "default-src 'none'; script-src " + hash(sharp) + " " + hash(chartScript) + " " + hash(pageScript)
                        + "; style-src " + hash(chartStyle) + " " + hash(pageStyle)
                        + "; img-src data:; base-uri 'none'; form-action 'none'");
    }

    /**
     * The page with its places filled. What is filled in is not searched for places again.
     *
     * @param parts HTML by the name of its place
     */
    String fill(Map<String, String> parts) {
        return PLACE.matcher(template).replaceAll(place -> {
            String name = place.group(1);
            String part = parts.containsKey(name) ? parts.get(name) : own.get(name);
            if (part == null) {
                throw new IllegalStateException("report.html: nothing to put at {{" + name + "}}");
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static String pageScript() {
        var script = new StringBuilder("\"use strict\";\n(() => {\n");
        for (String name : SCRIPTS) {
            script.append(resource(name));
        }
        return script.append("})();\n").toString();
    }

    private static String hash(String inline) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the resource " + name + " is missing beside " + Page.class.getName() + "; build the jar anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }
}
