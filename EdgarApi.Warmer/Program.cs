using EdgarApi.Data;
using EdgarApi.Warmer.Ingest;

var builder = WebApplication.CreateBuilder(args);
builder.AddEdgarIngest();
builder.Services.AddSingleton<WarmerProgress>();
builder.Services.AddHealthChecks().AddCheck<IngestHealthCheck>("ingest");

var app = builder.Build();
app.MapHealthChecks("/health");
app.Run();
