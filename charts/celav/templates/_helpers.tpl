{{- define "celav.labels" -}}
app.kubernetes.io/part-of: celav
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/name: celav-{{ .name }}
{{- end }}

{{- define "celav.allLabels" -}}
{{ include "celav.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "celav.name" -}}
{{ printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}
{{- end }}
