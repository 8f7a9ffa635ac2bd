using EdgarApi.Data;
using EdgarApi.Warmer.Ingest;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEdgarIngest();
builder.Services.AddSingleton<WarmerProgress>();
builder.Services.AddHealthChecks().AddCheck<IngestHealthCheck>("ingest");

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
