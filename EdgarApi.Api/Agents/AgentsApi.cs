using EdgarApi.Api.Agents.Tools;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Routing.Patterns;
using ModelContextProtocol.AspNetCore;

namespace EdgarApi.Api.Agents;

/// <summary>
/// The Model Context Protocol at <c>/mcp</c> (Streamable HTTP). It keeps no session, so any replica answers any request. Keys, limits and
/// usage are those of the routes that need a key.
/// </summary>
internal static class AgentsApi
{
    private const string Instructions =
        "Financial data of companies that file with the SEC. Identify a company by ticker or CIK; search_companies finds them. Amounts " +
        "are exact, in the company's reporting currency, never in thousands. A value that is missing has a reason code instead. Every " +
        "column has the accession number of the filing that its values come from; cite it. `cursor` of a result gets its next page, " +
        "with the same other arguments. asOf answers with what was known on a day.";

    public static IHostApplicationBuilder AddAgents(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<AgentRequest>();
        builder.Services
            .AddMcpServer(server =>
            {
                server.ServerInfo = new() { Name = "edgar-api", Title = "EdgarApi", Version = "1" };
                server.ServerInstructions = Instructions;
            })
            .WithHttpTransport(transport =>
            {
                transport.SessionMode = HttpServerSessionMode.Stateless;
                // Runs for every request. IHttpContextAccessor would cost every other route something.
                transport.ConfigureSessionOptions = (context, _, _) =>
                {
                    context.RequestServices.GetRequiredService<AgentRequest>().Context = context;
                    return Task.CompletedTask;
                };
            })
            .WithTools(AgentTools.All)
            .WithPrompts<AgentPrompts>();
        // It logs each call as information and each malformed one as a warning with its stack, so anyone with a key could flood the log.
        // Exceptions of tools are errors.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.Error);
        return builder;
    }

    public static WebApplication MapAgents(this WebApplication app)
    {
        app.MapMcp(ApiRoutes.Agents).RequireAuthorization().ExcludeFromDescription()
            // Usage and metrics name the route as clients do, without the slash at the end that groups add.
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).RoutePattern = RoutePatternFactory.Parse(ApiRoutes.Agents));
        return app;
    }
}

/// <summary>The HTTP request of a tool call.</summary>
internal sealed class AgentRequest
{
    private HttpContext? _context;

    public HttpContext Context
    {
        get => _context ?? throw new InvalidOperationException("The request is not one of the agents' endpoint.");
        set => _context = value;
    }
}
