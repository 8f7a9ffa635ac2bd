namespace EdgarApi.Api.Telemetry;

/// <summary>What the histograms of requests record about one request.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Status">Status of the response, within the bounds of <see cref="EndpointRequests"/>.</param>
/// <param name="Seconds">Time until the response was passed to the connection.</param>
/// <param name="Received">Bytes of the request's body.</param>
/// <param name="Sent">Bytes of the response's body.</param>
internal readonly record struct RequestMeasurement(EndpointRequests Endpoint, int Status, double Seconds, long Received, long Sent);
