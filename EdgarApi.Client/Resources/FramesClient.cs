using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>The frames: a metric of all companies in one period.</summary>
public sealed class FramesClient
{
    private readonly ApiConnection _connection;

    internal FramesClient(ApiConnection connection) => _connection = connection;

    /// <summary>Gets a frame, companies in the order of their CIKs. Nothing is requested yet.</summary>
    /// <param name="metric">Metric id, such as <c>Revenue</c>.</param>
    /// <param name="period"><c>CY2024</c>, <c>CY2024Q1</c>, <c>CY2024Q1I</c>, <c>latest</c> or <c>ttm</c>.</param>
    public ListResource<FrameResponse, FrameCompanyResponse, FrameParameters> this[string metric, string period] =>
        new(_connection, ApiRoutes.GetFramePath(metric, period), page => page.Companies);
}
