package io.dynamoplanner.power.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One connection to the API server, for requests one after the other; an answer has to be read to its end before the next.
 * For one thread; {@link #close} for any.
 */
public final class ApiConnection implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;
    /** Until an answer begins: more than the API server takes before it gives up itself, so that its reason is heard. */
    static final Duration ANSWER = Duration.ofSeconds(65);

    private static final int MOST_HEADERS = 200;
    private static final int MOST_OF_A_REFUSAL = 64 << 10;
    private static final int NOTHING_FOLLOWS = 204;

    private final ApiServer server;
    private final ApiTally tally;
    private final Socket plain;
    private final Socket socket;
    private final HttpLines lines;
    private final int answerMillis;
    private final int silenceMillis;

    private ApiConnection(
            ApiServer server, ApiTally tally, Socket plain, Socket socket, int answerMillis, Duration silence)
            throws IOException {
        this.answerMillis = answerMillis;
        this.server = server;
        this.tally = tally;
        this.plain = plain;
        this.socket = socket;
        this.silenceMillis = Math.toIntExact(silence.toMillis());
        this.lines = new HttpLines(socket.getInputStream());
    }

    /**
     * Connects.
     *
     * @param answer how long to wait until an answer begins
     * @param silence how long to wait for the next byte of an answer before the other end is taken for lost
     */
    public static ApiConnection open(ApiServer server, ApiTally tally, Duration answer, Duration silence)
            throws IOException {
        Socket plain = server.connect();
        try {
            int answerMillis = Math.toIntExact(answer.toMillis());
            plain.setSoTimeout(answerMillis);
            return new ApiConnection(server, tally, plain, server.secure(plain), answerMillis, silence);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /**
     * What is asked for.
     *
     * @param verb under which it is counted
     * @param target path and query, without a slash in front
     * @param contentType of the body; empty text for a request without one
     */
    record Request(String verb, String method, String target, String accept, String contentType, String body) {}

    private record Answer(int status, Map<String, String> headers, InputStream body) {}

    /**
     * Reads something.
     *
     * @param verb {@code list}, {@code watch} or {@code get}, under which it is counted
     * @param target path and query, without a slash in front
     * @return the body, which has to be read to its end before the next request
     * @throws ApiFailure if the answer is a refusal
     */
    public InputStream get(String verb, String target, String accept) throws IOException {
        return send(new Request(verb, "GET", target, accept, "", ""));
    }

    InputStream send(Request request) throws IOException {
        Answer answer = ask(request);
        if (answer.status == UNAUTHORIZED && server.credentials().renew()) {
            answer.body.readNBytes(MOST_OF_A_REFUSAL);
            answer = ask(request);
        }
        if (answer.status < 200 || answer.status >= 300) {
            throw ApiFailure.refused(answer.status, message(answer.body), retryAfter(answer.headers));
        }
        return answer.body;
    }

    private Answer ask(Request request) throws IOException {
        try {
            plain.setSoTimeout(answerMillis);
            write(request);
            Answer answer = readHead();
            plain.setSoTimeout(silenceMillis);
            tally.count(request.verb, answer.status);
            return answer;
        } catch (SocketTimeoutException e) {
            tally.count(request.verb, 0);
            throw ApiFailure.silent("the API server does not answer");
        } catch (IOException e) {
            tally.count(request.verb, 0);
            throw e;
        }
    }

    private void write(Request request) throws IOException {
        byte[] body = request.body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(512)
                .append(request.method)
                .append(' ')
                .append(server.prefix())
                .append('/')
                .append(request.target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.address().getRawAuthority())
                .append("\r\nUser-Agent: dynamo-power-agent\r\nAccept: ")
                .append(request.accept)
                .append("\r\n");
        String authorization = server.credentials().authorization();
        if (!authorization.isEmpty()) {
            head.append("Authorization: ").append(authorization).append("\r\n");
        }
        if (!request.contentType.isEmpty()) {
            head.append("Content-Type: ").append(request.contentType).append("\r\nContent-Length: ");
            head.append(body.length).append("\r\n");
        }
        var message = new ByteArrayOutputStream(head.length() + 2 + body.length);
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(body);
        message.writeTo(socket.getOutputStream());
        socket.getOutputStream().flush();
    }

    private Answer readHead() throws IOException {
        while (true) {
            String line = lines.line();
            String[] parts = line.split(" ", 3);
            if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
                throw new IOException("what answers at " + server.address() + " speaks no HTTP/1.1");
            }
            int status = Integer.parseInt(parts[1]);
            Map<String, String> headers = readHeaders();
            if (status >= 200) {
                return new Answer(status, headers, body(status, headers));
            }
        }
    }

    private Map<String, String> readHeaders() throws IOException {
        var headers = new HashMap<String, String>();
        for (int i = 0; i < MOST_HEADERS; i++) {
            String line = lines.line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new IOException("an answer has more than " + MOST_HEADERS + " headers");
    }

    private InputStream body(int status, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new HttpBody(lines, HttpBody.Framing.CHUNKS, 0);
        }
        String length = headers.getOrDefault("content-length", status == NOTHING_FOLLOWS ? "0" : "");
        if (length.isEmpty()) {
            return new HttpBody(lines, HttpBody.Framing.UNTIL_CLOSED, 0);
        }
        if (!length.matches("[0-9]{1,15}")) {
            throw new IOException("\"" + length + "\" is no length of an answer");
        }
        return new HttpBody(lines, HttpBody.Framing.LENGTH, Long.parseLong(length));
    }

    private static Optional<Duration> retryAfter(Map<String, String> headers) {
        String seconds = headers.getOrDefault("retry-after", "");
        return seconds.matches("[0-9]{1,4}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** What a refusal says: an object with a message, or plain text. */
    private static String message(InputStream body) {
        String text;
        try {
            text = new String(body.readNBytes(MOST_OF_A_REFUSAL), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
        try (JsonParser json = new JsonFactory().createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean found = json.currentName().equals("message");
                    json.nextToken();
                    if (found) {
                        return String.valueOf(json.getText());
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            return text.lines().findFirst().orElse("");
        }
        return text.lines().findFirst().orElse("");
    }

    /** Ends what is being read, too. Says no farewell: TLS would wait for a lost server to hear it. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // there is nothing left to close
        }
    }
}
