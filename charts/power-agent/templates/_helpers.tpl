{{- define "power-agent.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "power-agent.selector" -}}
app.kubernetes.io/name: power-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "power-agent.labels" -}}
{{ include "power-agent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "power-agent.account" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "power-agent.name" .) .Values.serviceAccount.name }}{{ else }}{{ required "serviceAccount.name is needed where serviceAccount.create is false" .Values.serviceAccount.name }}{{ end -}}
{{- end }}

{{- define "power-agent.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{ else }}{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ end -}}
{{- end }}

{{- define "power-agent.control" -}}
{{ .Release.Namespace }}/{{ include "power-agent.name" . }}-control
{{- end }}
