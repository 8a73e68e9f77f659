enum UnitBrokerPlaceholder {}
